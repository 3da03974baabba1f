import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { InvalidInputError } from "@slipway/core";
import { type GitResult, runGit } from "../git/run-git.ts";
import { explainRemoteFailure } from "../remote/explain-remote-failure.ts";
import { inspectRemote } from "../remote/inspect-remote.ts";
import { branchName, programOption, remoteCall } from "../remote/remote.ts";
import { similarNames } from "../remote/similar-names.ts";
import { ensureMirrorFolder, type Mirror } from "./open-mirror.ts";
import { mirrorRef, resolveCommit } from "./resolve-commit.ts";
import { withMirrorLock } from "./with-mirror-lock.ts";
import { withinSize } from "./within-size.ts";

/**
 * Brings the newest state of one branch here, with its whole history, and returns its commit. Submodules and LFS content are
 * not fetched. Throws the errors of `inspectRemote`, and an InvalidInputError with similar names for a missing
 * branch, and one for a repository that is too large.
 */
export async function updateMirror(mirror: Mirror, options: { branch: string; signal?: AbortSignal }): Promise<string> {
  const refspec = `+refs/heads/${branchName(options.branch)}:${mirrorRef(options.branch)}`;
  await mkdir(dirname(mirror.directory), { recursive: true });
  return withMirrorLock(mirror.directory, options.signal, async () => {
    const { isNew } = await ensureMirrorFolder(mirror);
    const result = await withinSize(mirror, { signal: options.signal, isNew }, (signal) => fetchBranch(mirror, { refspec, signal }));
    // A shallow source is passed over with a warning alone, which would leave an older commit standing as the newest.
    if (result.exitCode !== 0 || /shallow roots are not allowed/.test(result.stderr))
      await throwFetchFailure(mirror, { branch: options.branch, signal: options.signal }, result.stderr);
    return resolveCommit(mirror, { branch: options.branch });
  });
}

function fetchBranch(mirror: Mirror, { refspec, signal }: { refspec: string; signal: AbortSignal }): Promise<GitResult> {
  return runGit({
    ...remoteCall(mirror.remote),
    directory: mirror.directory,
    args: [
      "fetch",
      "--quiet",
      "--no-tags",
      "--no-write-fetch-head",
      "--no-recurse-submodules",
      "--no-auto-maintenance",
      ...programOption(mirror.remote, "upload-pack"),
      "--",
      mirror.remote.location,
      refspec,
    ],
    signal,
    limitMs: 15 * 60_000,
  });
}

async function throwFetchFailure(
  mirror: Mirror,
  wanted: { branch: string; signal: AbortSignal | undefined },
  stderr: string,
): Promise<never> {
  if (!/couldn't find remote ref/i.test(stderr)) throw explainRemoteFailure(mirror.remote, stderr);
  const { branches, defaultBranch } = await inspectRemote({ ...mirror.remote, signal: wanted.signal });
  const similar = similarNames(
    wanted.branch,
    branches.map((branch) => branch.name),
  );
  const advice = similar.length > 0 ? `Did you mean ${similar.join(" or ")}?` : `Its default branch is ${defaultBranch}.`;
  const message = `${mirror.remote.location} has no branch ${wanted.branch}. ${advice}`;
  throw new InvalidInputError(message, [{ path: "branch", message }]);
}
