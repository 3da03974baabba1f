import { type AttemptEventBody, BOUNDS, type CheckInput, type CommandResult, type VerificationSide, type Workspace } from "@slipway/core";
import { findVerification, type StoredVerification } from "@slipway/db";
import { runMaintenance } from "../../environment/run-maintenance.ts";
import { secretWorkspace } from "../../environment/secret-workspace.ts";
import type { AttemptRun, PreparedRepository } from "../attempt-run.ts";
import { fillSandbox, openAttemptSandbox } from "../sandbox/open-attempt-sandbox.ts";
import { stopReasonOf } from "../stop-reason.ts";
import { baseCacheKeys, type CacheKeyOf } from "./base-cache-keys.ts";
import { noteBeginning, readReportFiles } from "./tests/read-report-files.ts";
import { readTestReport } from "./tests/read-test-report.ts";

/** What is tested: the base commit as it is, or the tree that `patch` makes of it. */
export type CheckTarget = { side: VerificationSide; target: string; patch: Uint8Array | null };

type NumberedCheck = { check: CheckInput; position: number };

/**
 * Runs every check of the environment in a fresh sandbox that holds the target and nothing else, so that a result speaks of
 * exactly what would be delivered. Nothing runs in it when a check begins: what an earlier one left could answer in its name.
 * Results at base are taken from an earlier run of the same check. `only` names the checks, where it is not all.
 */
export async function runChecks(
  run: AttemptRun,
  repository: PreparedRepository,
  target: CheckTarget,
  only: ReadonlySet<string> | null = null,
): Promise<StoredVerification[]> {
  const checks = numberedChecks(run).filter(({ check }) => only?.has(check.name) ?? true);
  const keyOf = target.side === "base" ? await baseCacheKeys(run, target) : () => null;
  const known = await knownResults(run, checks, keyOf);
  const missing = checks.filter(({ check }) => !known.some((result) => result.name === check.name));
  if (missing.length === 0) return known;
  try {
    await using sandbox = await openAttemptSandbox(run, "checks");
    await fillSandbox(run, { sandbox, repository, patch: target.patch });
    await runMaintenance(run, { sandbox, told: false });
    const results: StoredVerification[] = [];
    const workspace = secretWorkspace(sandbox.workspace, run.secrets);
    for (const numbered of missing) {
      await sandbox.endProcesses();
      results.push(await runCheck({ ...run, keyOf }, workspace, numbered, target));
    }
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

async function knownResults(run: AttemptRun, checks: NumberedCheck[], keyOf: CacheKeyOf): Promise<StoredVerification[]> {
  const found = await Promise.all(
    checks.map(async ({ check, position }) => {
      const cacheKey = keyOf(check);
      const stored = cacheKey === null ? null : await findVerification(run.context.db, { cacheKey });
      return stored === null
        ? null
        : { ...stored, tests: stored.tests ?? readTestReport(stored.log), position, name: check.name, cached: true };
    }),
  );
  return found.filter((result) => result !== null);
}

async function runCheck(
  run: AttemptRun & { keyOf: CacheKeyOf },
  workspace: Workspace,
  numbered: NumberedCheck,
  target: CheckTarget,
): Promise<StoredVerification> {
  const { check } = numbered;
  const { side } = target;
  await run.journal.append([{ type: "check.started", name: check.name, side, command: check.command }]);
  const chunks: string[] = [];
  await noteBeginning(workspace, check);
  const result = await workspace.runCommand({
    command: check.command,
    timeoutMs: check.timeoutSeconds * 1_000,
    maxOutputBytes: BOUNDS.verificationLogBytes,
    onOutput: (text) => chunks.push(text),
    signal: run.signal,
  });
  run.signal.throwIfAborted();
  const log = chunks.join("") + (result.droppedBytes > 0 ? `\n[${result.droppedBytes} more bytes were not stored]\n` : "");
  const record: StoredVerification = {
    ...recordOf(numbered, target),
    outcome: outcomeOf(result),
    reason: null,
    exitCode: result.exitCode,
    durationMs: Math.round(result.durationMs),
    tests: (await readReportFiles(workspace, check)) ?? readTestReport(log),
    log,
    cacheKey: isLasting(run, result) ? run.keyOf(check) : null,
  };
  await run.journal.append([finishedEvent(record)]);
  return record;
}

function recordOf({ check, position }: NumberedCheck, { side, target }: CheckTarget) {
  return { position, name: check.name, command: check.command, side, target, tests: null, flaky: false, cached: false };
}

function outcomeOf(result: CommandResult): StoredVerification["outcome"] {
  if (result.ending === "timed_out") return "timed_out";
  return result.exitCode === 0 ? "passed" : "failed";
}

/** A failure with a network may be the network's, which is another one the next time. */
function isLasting({ work }: AttemptRun, { ending, exitCode }: CommandResult): boolean {
  return ending === "exited" && (exitCode === 0 || (work.environment?.network.agent ?? "off") === "off");
}

function finishedEvent({ name, side, outcome, exitCode, durationMs }: StoredVerification): AttemptEventBody {
  return { type: "check.finished", name, side, outcome, exitCode, durationMs };
}

function notRun(numbered: NumberedCheck, target: CheckTarget, reason: string): StoredVerification {
  return { ...recordOf(numbered, target), outcome: "not_run", reason, exitCode: null, durationMs: 0, log: "", cacheKey: null };
}
