import { createHash } from "node:crypto";
import { type AttemptEventBody, BOUNDS, type CheckInput, type CommandResult, type VerificationSide, type Workspace } from "@slipway/core";
import { findVerification, type StoredVerification } from "@slipway/db";
import type { AttemptRun, PreparedRepository } from "./attempt-run.ts";
import { fillSandbox, openAttemptSandbox } from "./open-attempt-sandbox.ts";
import { stopReasonOf } from "./stop-reason.ts";

/** What is tested: the base commit as it is, or the tree that `patch` makes of it. */
export type CheckTarget = { side: VerificationSide; target: string; patch: Uint8Array | null };

type NumberedCheck = { check: CheckInput; position: number };

/**
 * Runs every check of the environment in a fresh sandbox that holds the target and nothing else, so that a result
 * speaks of exactly what would be delivered. Results at base are taken from an earlier run of the same check.
 */
export async function runChecks(run: AttemptRun, repository: PreparedRepository, target: CheckTarget): Promise<StoredVerification[]> {
  const checks = numberedChecks(run);
  const known = target.side === "base" ? await knownResults(run, checks, target) : [];
  const missing = checks.filter(({ check }) => !known.some((result) => result.name === check.name));
  if (missing.length === 0) return known;
  try {
    await using sandbox = await openAttemptSandbox(run, "checks");
    await fillSandbox(run, { sandbox, repository, patch: target.patch });
    const results: StoredVerification[] = [];
    for (const numbered of missing) results.push(await runCheck(run, sandbox.workspace, numbered, target));
    return [...known, ...results];
  } catch (error) {
    if (stopReasonOf(run.signal) !== null) throw error;
    run.context.log.error({ attemptId: run.work.attemptId, err: error, side: target.side }, "the checks' sandbox broke");
    const reason = `The sandbox for this check broke: ${error instanceof Error ? error.message : "unknown reason"}`;
    return [...known, ...missing.map((numbered) => notRun(numbered, target, reason))];
  }
}

/** The same checks, said plainly not to have been run. */
export function checksNotRun(run: AttemptRun, target: CheckTarget, reason: string): StoredVerification[] {
  return numberedChecks(run).map((numbered) => notRun(numbered, target, reason));
}

function numberedChecks({ work }: AttemptRun): NumberedCheck[] {
  return (work.environment?.checks ?? []).map((check, position) => ({ check, position }));
}

/** A result at base depends on the image, the variables, the commit and the command alone. */
function baseCacheKey(run: AttemptRun, check: CheckInput, commit: string): string {
  const parts = [run.image, run.work.repository.id, commit, check.command, check.timeoutSeconds, run.work.environment?.variables ?? {}];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

async function knownResults(run: AttemptRun, checks: NumberedCheck[], { target }: CheckTarget): Promise<StoredVerification[]> {
  const found = await Promise.all(
    checks.map(async ({ check, position }) => {
      const stored = await findVerification(run.context.db, { cacheKey: baseCacheKey(run, check, target) });
      return stored === null ? null : { ...stored, position, name: check.name, cached: true };
    }),
  );
  return found.filter((result) => result !== null);
}

async function runCheck(run: AttemptRun, workspace: Workspace, numbered: NumberedCheck, target: CheckTarget): Promise<StoredVerification> {
  const { check } = numbered;
  const { side } = target;
  await run.journal.append([{ type: "check.started", name: check.name, side, command: check.command }]);
  const chunks: string[] = [];
  const result = await workspace.runCommand({
    command: check.command,
    timeoutMs: check.timeoutSeconds * 1_000,
    maxOutputBytes: BOUNDS.verificationLogBytes,
    onOutput: (text) => chunks.push(text),
    signal: run.signal,
  });
  run.signal.throwIfAborted();
  const record: StoredVerification = {
    ...recordOf(numbered, target),
    outcome: outcomeOf(result),
    reason: null,
    exitCode: result.exitCode,
    durationMs: Math.round(result.durationMs),
    log: chunks.join("") + (result.droppedBytes > 0 ? `\n[${result.droppedBytes} more bytes were not stored]\n` : ""),
    cacheKey: side === "base" && result.ending === "exited" ? baseCacheKey(run, check, target.target) : null,
  };
  await run.journal.append([finishedEvent(record)]);
  return record;
}

function recordOf({ check, position }: NumberedCheck, { side, target }: CheckTarget) {
  return { position, name: check.name, command: check.command, side, target, cached: false };
}

function outcomeOf(result: CommandResult): StoredVerification["outcome"] {
  if (result.ending === "timed_out") return "timed_out";
  return result.exitCode === 0 ? "passed" : "failed";
}

function finishedEvent({ name, side, outcome, exitCode, durationMs }: StoredVerification): AttemptEventBody {
  return { type: "check.finished", name, side, outcome, exitCode, durationMs };
}

function notRun(numbered: NumberedCheck, target: CheckTarget, reason: string): StoredVerification {
  return { ...recordOf(numbered, target), outcome: "not_run", reason, exitCode: null, durationMs: 0, log: "", cacheKey: null };
}
