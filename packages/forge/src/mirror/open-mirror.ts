import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InvalidInputError, type RepositoryKind } from "@slipway/core";
import type { Credential } from "../git/git-environment.ts";
import type { Remote } from "../remote/remote.ts";
import type { WebAccess } from "../remote/web-access.ts";
import { MIRROR_BOUNDS, type MirrorBounds } from "./mirror-bounds.ts";

/** A bare copy of one repository on this machine. Opaque to callers; the verbs of this package take it first. */
export type Mirror = { readonly directory: string; readonly remote: Remote; readonly bounds: MirrorBounds };

/** Touches nothing yet: `updateMirror` makes the folder `<root>/<repository id>.git`. */
export function openMirror(options: {
  root: string;
  repository: { id: string; kind: RepositoryKind; location: string };
  credential: Credential | null;
  allowLoopbackHttp?: boolean;
  web?: WebAccess | undefined;
  /** 5 GiB and a million files where not given. */
  bounds?: Partial<MirrorBounds>;
}): Mirror {
  const { credential, allowLoopbackHttp, web } = options;
  const { id, kind, location } = options.repository;
  if (!/^[\w-]{1,64}$/.test(id)) throw new InvalidInputError(`"${id}" is not a repository's id.`);
  return {
    directory: join(options.root, `${id}.git`),
    remote: { kind, location, credential, allowLoopbackHttp, web },
    bounds: { ...MIRROR_BOUNDS, ...options.bounds },
  };
}

/** The folder appears complete or not at all, whoever comes first. */
export async function ensureMirrorFolder(mirror: Mirror): Promise<{ isNew: boolean }> {
  if (await isFolder(mirror.directory)) return { isNew: false };
  const temporary = `${mirror.directory}.${randomUUID()}`;
  await writeBareRepository(temporary, []);
  await mkdir(join(temporary, "bundles"));
  try {
    await rename(temporary, mirror.directory);
    return { isNew: true };
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    if (!(await isFolder(mirror.directory))) throw error;
    return { isNew: false };
  }
}

/** An empty bare repository, as `git init` makes it without templates; `alternates` are object folders to read from. */
export async function writeBareRepository(directory: string, alternates: readonly string[]): Promise<void> {
  await mkdir(join(directory, "objects", "info"), { recursive: true });
  await mkdir(join(directory, "refs", "heads"), { recursive: true });
  await writeFile(join(directory, "HEAD"), "ref: refs/heads/slipway-unborn\n");
  await writeFile(join(directory, "config"), "[core]\n\trepositoryformatversion = 0\n\tbare = true\n");
  if (alternates.length > 0) await writeFile(join(directory, "objects", "info", "alternates"), `${alternates.join("\n")}\n`);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}
