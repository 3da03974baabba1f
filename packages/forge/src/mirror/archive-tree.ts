import { randomUUID } from "node:crypto";
import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { NotFoundError } from "@slipway/core";
import { expectGit } from "../git/expect-git.ts";
import { objectId } from "../git/object-id.ts";
import { runGit } from "../git/run-git.ts";
import type { Mirror } from "./open-mirror.ts";

/** The id of a folder's tree at a commit; the root's for an empty path. Throws NotFoundError where there is no such folder. */
export async function treeAt(mirror: Mirror, { commit, folder }: { commit: string; folder: string }): Promise<string> {
  const result = await runGit({
    directory: mirror.directory,
    args: ["rev-parse", "--verify", "--quiet", "--end-of-options", `${objectId(commit)}:${folder}`],
  });
  const tree = result.stdout.toString("utf8").trim();
  if (result.exitCode !== 0) throw new NotFoundError(`There is no folder ${folder} at ${commit.slice(0, 12)}.`);
  return objectId(tree);
}

/**
 * A tree as a tar archive, made without a work tree. Git's own rules for archives hold: files with the attribute `export-ignore` are left
 * out, line ends and `export-subst` are applied; no filter of the repository's runs, since none is configured on the host.
 */
export async function archiveTree(mirror: Mirror, { tree, signal }: { tree: string; signal?: AbortSignal }): Promise<Readable> {
  const folder = join(mirror.directory, "archives");
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${randomUUID()}.tar`);
  try {
    await expectGit({
      directory: mirror.directory,
      args: ["archive", "--format=tar", `--output=${path}`, objectId(tree)],
      limitMs: 5 * 60_000,
      ...(signal && { signal }),
    });
    const file = await open(path);
    // Its bytes stay for as long as the stream is open.
    return file.createReadStream();
  } finally {
    await rm(path, { force: true });
  }
}
