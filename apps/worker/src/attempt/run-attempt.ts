import { BOUNDS, ConflictError } from "@slipway/core";
import { type AttemptEndingInput, finishAttempt, moveAttempt, releaseAttempt, type StoredChange } from "@slipway/db";
import { ring } from "@slipway/queue";
import { agentFailure, type Final } from "./agent/agent-failure.ts";
import { AttemptFailedError, internalFailure } from "./attempt-failed-error.ts";
import type { AttemptRun } from "./attempt-run.ts";
import { type BaseChecks, startBaseChecks, verifyStage } from "./checks/verify-stage.ts";
import { park } from "./park.ts";
import { isWarmable } from "./sandbox/is-warmable.ts";
import { keepSeconds } from "./sandbox/keep-seconds.ts";
import { letGoAfter } from "./sandbox/let-go-after.ts";
import { stopReasonOf } from "./stop-reason.ts";
import { summarise } from "./summary/summarise.ts";
import { type Worked, workStage } from "./work-stage.ts";

/**
 * The worker's table of contents: every stage of an attempt, in order. Ends in a stored ending, or parked, or released, or fenced off.
 */
export async function runAttempt(run: AttemptRun): Promise<void> {
  let base: BaseChecks | null = null;
  let worked: Worked | null = null;
  try {
    if (run.secrets.failure !== null) throw run.secrets.failure;
    worked = await workStage(run, (prepared, repository) => {
      base = run.work.mode === "ask" ? null : startBaseChecks(prepared, repository);
    });
    await finish(run, worked, base ?? { results: Promise.resolve([]), stop: () => undefined });
  } catch (error) {
    (base as BaseChecks | null)?.stop();
    if (worked !== null) await letGoAfter(worked.held, { signal: run.signal, error });
    await settle(run, error, worked?.change ?? null);
  }
}

async function finish(run: AttemptRun, worked: Worked, base: BaseChecks): Promise<void> {
  const { ending, held, change } = worked;
  switch (ending.kind) {
    case "cancelled":
      base.stop();
      await letGoAfter(held, { signal: run.signal, error: null });
      return endStopped(run, change);
    case "waiting":
    case "limit":
      base.stop();
      return park(run, worked, ending);
    default:
      return verifyAndStore(run, { ...worked, ending }, base);
  }
}

async function verifyAndStore(run: AttemptRun, worked: Worked & { ending: Final }, base: BaseChecks): Promise<void> {
  const { context, work, journal } = run;
  const { attemptId, epoch } = work;
  const { redact } = run.secrets.redaction;
  const { ending, change, held } = worked;
  await moveAttempt(context.db, { attemptId, epoch, signal: "ended", events: [] });
  journal.announce();
  const seconds = (await isWarmable(run, worked)) ? keepSeconds(context) : undefined;
  const gone = seconds === undefined ? held.remove() : null;
  const verifications = await verifyStage(worked.run, worked, base);
  const stored: AttemptEndingInput =
    ending.kind === "finished"
      ? { kind: "succeeded", summary: await summarise(ending, { ...worked, verifications }) }
      : { kind: "failed", failure: agentFailure(ending) };
  await journal.enterPhase("finished");
  await journal.flush();
  if (seconds !== undefined) await held.leave({ isCollected: change !== null });
  const keep = seconds === undefined ? {} : { keepSandboxSeconds: seconds };
  const { followUpAttemptId } = await finishAttempt(context.db, {
    attemptId,
    epoch,
    ending: stored,
    change,
    verifications,
    redact,
    ...keep,
  });
  if (followUpAttemptId !== null) await ring(context.queue, { topic: "attempt", id: followUpAttemptId });
  journal.announce();
  await gone;
}

/** The agent stopped because its signal aborted: a person's cancel is stored; anything else leaves the attempt to others. */
async function endStopped(run: AttemptRun, change: StoredChange | null): Promise<void> {
  const { context, work, journal } = run;
  const { attemptId, epoch } = work;
  const { redact } = run.secrets.redaction;
  const reason = stopReasonOf(run.signal) ?? "draining";
  if (reason === "lease_lost") return;
  await journal.flush();
  if (reason === "cancelled") {
    const ending = { kind: "cancelled", reason: "Stopped by the person." } as const;
    await finishAttempt(context.db, { attemptId, epoch, ending, change, verifications: [], redact });
  } else {
    const words = "The worker was stopped; another one takes over.";
    await releaseAttempt(context.db, { attemptId, epoch, reason: words, cause: "drained", change, redact });
  }
  journal.announce();
}

/** A thrown error becomes the attempt's ending, unless the attempt was stopped or belongs to another worker by now. */
async function settle(run: AttemptRun, error: unknown, change: StoredChange | null): Promise<void> {
  const { context, work, journal, signal } = run;
  const { attemptId, epoch } = work;
  const log = context.log.child({ attemptId, epoch });
  if (stopReasonOf(signal) !== null) return endStopped(run, change);
  if (error instanceof ConflictError) return log.warn({ err: error }, "fenced off: the attempt moved on without this worker");
  const failed = error instanceof AttemptFailedError ? error : internalFailure(error);
  log.error({ err: failed }, "the attempt failed");
  await journal.flush();
  const { redact } = run.secrets.redaction;
  if (failed.retryable && work.starts < BOUNDS.attemptStarts) {
    await releaseAttempt(context.db, { attemptId, epoch, reason: redact(failed.failure.message), cause: "broken" });
  } else {
    const ending = { kind: "failed", failure: failed.failure } as const;
    await finishAttempt(context.db, { attemptId, epoch, ending, change, verifications: [], redact });
  }
  journal.announce();
}
