import { UnavailableError } from "@slipway/core";
import { type GitCall, runGit } from "./run-git.ts";

/** For calls that succeed unless the mirror itself is broken. */
export async function expectGit(call: GitCall): Promise<Buffer> {
  const result = await runGit(call);
  if (result.exitCode === 0 && !result.truncated) return result.stdout;
  const reason = result.truncated ? "its output is too large" : result.stderr.trim().slice(0, 2_000);
  throw new UnavailableError(`git ${call.args[0]} failed in ${call.directory ?? "no repository"}: ${reason}`);
}
