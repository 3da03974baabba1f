import { InvalidInputError } from "@slipway/core";
import { objectId } from "../git/object-id.ts";
import { runGit } from "../git/run-git.ts";
import type { Mirror } from "./open-mirror.ts";

/** A dozen objects can name ten billion files, so files are counted as the tree unfolds. Throws InvalidInputError beyond the bound. */
export async function refuseLargeTree(
  mirror: Mirror,
  { commit, signal }: { commit: string; signal?: AbortSignal | undefined },
): Promise<void> {
  const most = mirror.bounds.files;
  let files = 0;
  const { exitCode, stderr } = await runGit({
    directory: mirror.directory,
    args: ["ls-tree", "-r", "-z", "--name-only", "--full-tree", objectId(commit)],
    take: (chunk) => {
      for (let at = chunk.indexOf(0); at !== -1; at = chunk.indexOf(0, at + 1)) files += 1;
      return files <= most;
    },
    signal,
  });
  const whole = `The commit ${commit.slice(0, 12)} of ${mirror.remote.location}`;
  if (files > most) throw new InvalidInputError(`${whole} has more than ${most} files, which is more than a sandbox is given.`);
  if (exitCode !== 0)
    throw new InvalidInputError(`${whole} has a tree that git cannot read: ${stderr.trim().slice(0, 500) || "it is too deep"}.`);
}
