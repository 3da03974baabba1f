import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { NotFoundError } from "@slipway/core";
import { runGit } from "../git/run-git.ts";
import { branchName } from "../remote/remote.ts";
import type { Mirror } from "./open-mirror.ts";

/**
 * Where the mirror keeps a branch: by the name's hash, since a remote may replace `a` by `a/b`, and file systems may take `A`
 * and `a` for one. Throws InvalidInputError for what is no branch name.
 */
export function mirrorRef(branch: string): string {
  return `refs/slipway/${createHash("sha256").update(branchName(branch)).digest("hex")}`;
}

/** The commit of a branch as last fetched. Throws NotFoundError for a branch that never was. */
export async function resolveCommit(mirror: Mirror, options: { branch: string }): Promise<string> {
  const ref = mirrorRef(options.branch);
  // A ref just fetched stands in a file of its own; reading that saves a process on the way to every task's start.
  const loose = await readFile(join(mirror.directory, ref), "utf8").catch(() => "");
  if (/^[0-9a-f]{40,64}\n$/.test(loose)) return loose.trim();
  const result = await runGit({
    directory: mirror.directory,
    args: ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`],
  });
  if (result.exitCode !== 0) throw new NotFoundError(`The branch ${options.branch} has not been fetched from ${mirror.remote.location}.`);
  return result.stdout.toString("utf8").trim();
}
