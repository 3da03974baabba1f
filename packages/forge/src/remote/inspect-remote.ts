import { type Branch, BranchName, InvalidInputError } from "@slipway/core";
import { runGit } from "../git/run-git.ts";
import { explainRemoteFailure } from "./explain-remote-failure.ts";
import { programOption, type Remote, remoteCall } from "./remote.ts";

export type RemoteOverview = { defaultBranch: string; branches: Branch[] };

/**
 * Reads the branches of a remote without storing anything. Throws InvalidInputError for what is no repository or has no
 * commit yet, ForbiddenError where a token is needed, NotFoundError, or UnavailableError; each says what to do.
 */
export async function inspectRemote(remote: Remote & { signal?: AbortSignal | undefined }): Promise<RemoteOverview> {
  const result = await runGit({
    ...remoteCall(remote),
    args: ["ls-remote", "--symref", ...programOption(remote, "upload-pack"), "--", remote.location, "HEAD", "refs/heads/*"],
    signal: remote.signal,
    limitMs: 30_000,
  });
  if (result.exitCode !== 0) throw explainRemoteFailure(remote, result.stderr);
  const overview = readOverview(result.stdout.toString("utf8"));
  if (overview !== null) return overview;
  throw new InvalidInputError(`${remote.location} has no commits yet. Make a first commit there and try again.`);
}

function readOverview(output: string): RemoteOverview | null {
  const rows = output.split("\n").map((line) => line.split("\t"));
  const branches = rows.flatMap(([commit = "", name = ""]) => {
    const branch = name.startsWith("refs/heads/") ? name.slice("refs/heads/".length) : "";
    return BranchName.safeParse(branch).success ? [{ name: branch, commit }] : [];
  });
  const first = branches[0];
  if (first === undefined) return null;
  const pointed = rows.find(([value = "", name]) => name === "HEAD" && value.startsWith("ref: refs/heads/"))?.[0];
  const candidates = [pointed?.slice("ref: refs/heads/".length), "main", "master"];
  const known = candidates.find((name) => branches.some((branch) => branch.name === name));
  return { defaultBranch: known ?? first.name, branches };
}
