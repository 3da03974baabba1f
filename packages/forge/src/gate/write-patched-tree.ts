import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { BOUNDS, InvalidInputError } from "@slipway/core";
import { expectGit } from "../git/expect-git.ts";
import { objectId } from "../git/object-id.ts";
import { runGit } from "../git/run-git.ts";
import type { Mirror } from "../mirror/open-mirror.ts";

/** git's own bound on one allocation: a small binary patch may claim to unpack to any size. */
const allocationLimit = { GIT_ALLOC_LIMIT: "1g" };

/**
 * The tree that a patch makes of a commit, written through an index of its own; no work tree exists at any time. An empty
 * patch gives the base's tree. Throws InvalidInputError for a patch that does not apply or reaches where git lets nobody write.
 */
export async function writePatchedTree(
  mirror: Mirror,
  change: { baseCommit: string; patch: Uint8Array; signal?: AbortSignal | undefined },
): Promise<string> {
  if (change.patch.length > BOUNDS.patchBytes) {
    throw new InvalidInputError(`The patch has ${change.patch.length} bytes; at most ${BOUNDS.patchBytes} are accepted.`);
  }
  const base = objectId(change.baseCommit);
  if (change.patch.length === 0) return readTree(mirror, base, change.signal);
  const folder = join(mirror.directory, "indexes");
  await mkdir(folder, { recursive: true });
  const index = join(folder, randomUUID());
  const call = { directory: mirror.directory, environment: { GIT_INDEX_FILE: index, ...allocationLimit }, signal: change.signal };
  try {
    await expectGit({ ...call, args: ["read-tree", base] });
    const applied = await runGit({ ...call, args: ["apply", "--cached", "--whitespace=nowarn", "-"], input: change.patch });
    if (applied.exitCode !== 0) throw new InvalidInputError(`The patch is refused: ${firstReason(applied.stderr)}`);
    return (await expectGit({ ...call, args: ["write-tree"] })).toString("utf8").trim();
  } finally {
    await rm(index, { force: true });
    await rm(`${index}.lock`, { force: true });
  }
}

async function readTree(mirror: Mirror, commit: string, signal: AbortSignal | undefined): Promise<string> {
  const args = ["rev-parse", "--verify", "--end-of-options", `${commit}^{tree}`];
  return (await expectGit({ directory: mirror.directory, args, signal })).toString("utf8").trim();
}

function firstReason(stderr: string): string {
  const line = stderr.split("\n").find((text) => text.startsWith("error:") || text.startsWith("fatal:")) ?? stderr;
  return line.replace(/^(error|fatal): /, "").slice(0, 500);
}
