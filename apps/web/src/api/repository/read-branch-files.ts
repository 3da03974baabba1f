import { type Repository, UnavailableError } from "@slipway/core";
import { hasCommit, listFilesAt, readFileAt, updateMirror } from "@slipway/forge";
import { openRepository } from "../../server/open-repository.ts";
import type { ApiContext } from "../api-context.ts";

const fetchLimitMs = 60_000;

export type BranchFiles = {
  branch: string;
  commit: string;
  list: () => Promise<string[]>;
  /** Null where there is no such file. Throws InvalidInputError over `maxBytes`. */
  read: (path: string, maxBytes: number) => Promise<string | null>;
};

type Wanted = {
  repository: Repository;
  branch: string;
  /** One of the branch, in place of its newest. */
  commit?: string | null;
};

/** A branch's commit, fetched into this machine's mirror, to read files from. Nothing of the repository is run. */
export async function readBranchFiles(
  { settings }: ApiContext,
  { repository, branch, commit: wanted = null }: Wanted,
): Promise<BranchFiles> {
  const signal = AbortSignal.timeout(fetchLimitMs);
  const mirror = openRepository(settings, repository);
  const newest = await updateMirror(mirror, { branch, signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
    throw new UnavailableError(`${repository.name} could not be fetched within ${fetchLimitMs / 1_000} seconds. Try again later.`, {
      cause: error,
    });
  });
  const commit = wanted ?? newest;
  if (!(await hasCommit(mirror, { commit })))
    throw new UnavailableError(`${repository.name} no longer has ${commit.slice(0, 12)} on ${branch}.`);
  const read = async (path: string, maxBytes: number) => {
    const bytes = await readFileAt(mirror, { treeish: commit, path, maxBytes });
    return bytes === null ? null : new TextDecoder().decode(bytes);
  };
  return { branch, commit, list: () => listFilesAt(mirror, { treeish: commit }), read };
}
