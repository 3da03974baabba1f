import { ConflictError } from "@slipway/core";
import type { Credential } from "../git/git-environment.ts";
import { objectId } from "../git/object-id.ts";
import { runGit } from "../git/run-git.ts";
import type { Mirror } from "../mirror/open-mirror.ts";
import { explainRemoteFailure } from "../remote/explain-remote-failure.ts";
import { branchName, programOption, type Remote, remoteCall } from "../remote/remote.ts";

export type PushBranchOptions = {
  commit: string;
  branch: string;
  /** Where we left the branch; null when it must be new. Anything else found there is somebody's work and stays. */
  previousCommit: string | null;
  credential: Credential | null;
  signal?: AbortSignal;
};

/**
 * Makes the branch point to the commit; doing so again is no error. Throws ConflictError when the branch stands elsewhere than
 * expected or is checked out in a repository on this machine, and the errors of `inspectRemote`.
 */
export async function pushBranch(mirror: Mirror, options: PushBranchOptions): Promise<void> {
  const ref = `refs/heads/${branchName(options.branch)}`;
  const commit = objectId(options.commit);
  const expected = options.previousCommit === null ? "" : objectId(options.previousCommit);
  const remote: Remote = { ...mirror.remote, credential: options.credential };
  const result = await runGit({
    ...remoteCall(remote),
    directory: mirror.directory,
    args: [
      "push",
      "--quiet",
      "--porcelain",
      "--no-verify",
      "--recurse-submodules=no",
      `--force-with-lease=${ref}:${expected}`,
      ...programOption(remote, "receive-pack"),
      "--",
      remote.location,
      `${commit}:${ref}`,
    ],
    signal: options.signal,
    limitMs: 10 * 60_000,
  });
  if (result.exitCode === 0) return;
  const output = `${result.stdout.toString("utf8")}\n${result.stderr}`;
  if (!/\[(remote )?rejected\]/.test(output)) throw explainRemoteFailure(remote, output);
  if ((await readBranch(remote, ref, options.signal)) === commit) return;
  throw explainRejection(remote, options.branch, output);
}

function explainRejection(remote: Remote, branch: string, output: string): Error {
  if (/stale info|fetch first|non-fast-forward|already exists|reference already exists|failed to update ref/i.test(output)) {
    return new ConflictError(
      `The branch ${branch} of ${remote.location} has commits that Slipway did not push. Choose another branch name, or delete that branch.`,
    );
  }
  if (/checked out/i.test(output)) return explainRemoteFailure(remote, output);
  const reason = /\[(?:remote )?rejected\] \(?([^)\n]*)/.exec(output)?.[1] ?? "no reason given";
  return new ConflictError(`${remote.location} rejects the branch ${branch}: ${reason}.`);
}

async function readBranch(remote: Remote, ref: string, signal: AbortSignal | undefined): Promise<string | null> {
  const result = await runGit({
    ...remoteCall(remote),
    args: ["ls-remote", ...programOption(remote, "upload-pack"), "--", remote.location, ref],
    signal,
    limitMs: 30_000,
  });
  if (result.exitCode !== 0) throw explainRemoteFailure(remote, result.stderr);
  return result.stdout.toString("utf8").split("\t")[0] || null;
}
