import { InvalidInputError } from "@slipway/core";
import { objectId } from "../git/object-id.ts";
import { runGit } from "../git/run-git.ts";
import type { Mirror } from "./open-mirror.ts";

const maxListBytes = 4 * 2 ** 20;

/**
 * Paths of the files of a commit or tree, in git's order; of a very large one the first 4 MB of names. Throws InvalidInputError
 * for what the mirror does not hold.
 */
export async function listFilesAt(mirror: Mirror, options: { treeish: string; signal?: AbortSignal }): Promise<string[]> {
  const result = await runGit({
    directory: mirror.directory,
    args: ["ls-tree", "-r", "--name-only", "-z", "--full-tree", objectId(options.treeish)],
    maxOutputBytes: maxListBytes,
    signal: options.signal,
  });
  if (result.exitCode !== 0 && !result.truncated) throw new InvalidInputError(`There is no tree ${options.treeish} here.`);
  const names = result.stdout.toString("utf8").split("\0");
  // The last one is empty, or cut in two.
  return names.slice(0, -1);
}
