import {
  type AttemptEventBody,
  type AttemptFailure,
  type AttemptSignal,
  type ChangeWarning,
  changeStats,
  type FileChange,
  type Summary,
  type TestReport,
  type Usage,
  type VerificationOutcome,
  type VerificationSide,
} from "@slipway/core";
import { connectionOf, type Database } from "../connection/connection.ts";
import { insertEvents, touchTasks } from "../connection/event-sql.ts";
import { lockTask } from "../connection/lock-task.ts";
import { fencedOff, missing } from "../connection/missing.ts";
import { acceptingStates, targetLiteral, targetState } from "../connection/state-sql.ts";
import { type Redact, storable, storableJson, storableText } from "../connection/storable.ts";
import { Prisma } from "../generated/client.ts";
import { followUnheardMessages } from "../tasks/follow-unheard-messages.ts";
import { storeChange } from "./store-change.ts";
import { usagePlus } from "./usage-sql.ts";

export type AttemptEndingInput =
  | { kind: "succeeded"; summary: Summary }
  | { kind: "failed"; failure: AttemptFailure }
  | { kind: "cancelled"; reason: string };

export type StoredChange = {
  baseCommit: string;
  headTree: string;
  patch: Uint8Array;
  files: readonly FileChange[];
  warnings: readonly ChangeWarning[];
};

export type StoredVerification = {
  position: number;
  name: string;
  command: string;
  side: VerificationSide;
  outcome: VerificationOutcome;
  reason: string | null;
  /** The commit (base) or tree (head) hash that was tested. */
  target: string;
  exitCode: number | null;
  durationMs: number;
  /** What the log says of single tests. */
  tests: TestReport | null;
  /** It failed and, run again on the same tree, passed; the log holds both. */
  flaky: boolean;
  log: string;
  /** Under which a result at base is found again. */
  cacheKey: string | null;
  cached: boolean;
};

export type FinishedAttempt = {
  attemptId: string;
  epoch: number;
  ending: AttemptEndingInput;
  change: StoredChange | null;
  verifications: readonly StoredVerification[];
  /** Added to what `addUsage` recorded. */
  usage?: Usage;
  /** Takes the attempt's own secrets out of what is stored; the database's without. */
  redact?: Redact;
  /** The sweeper's: ends the attempt only while its lease is out. */
  onlyExpired?: boolean;
  /** For how long the agent's sandbox is kept for a follow-up; without it whoever sees it may remove it. */
  keepSandboxSeconds?: number;
};

const signals = { succeeded: "verified", failed: "fail", cancelled: "cancel" } as const satisfies Record<string, AttemptSignal>;

/**
 * Ends an attempt: state, events, change and verifications in one transaction. Succeeding takes the state `verifying`;
 * failing and cancelling take any state that is not an end. Throws ConflictError, and stores nothing, otherwise.
 * After a success, messages that came too late to be heard become the next turn: its attempt is `followUpAttemptId`.
 */
export async function finishAttempt(db: Database, finished: FinishedAttempt): Promise<{ followUpAttemptId: string | null }> {
  const { attemptId, ending, change, verifications } = finished;
  const { prisma, redact: redactOwn } = connectionOf(db);
  const redact = finished.redact ?? redactOwn;
  const data = verifications.map((verification) => storedVerification(attemptId, verification, redact));
  return await prisma.$transaction(
    async (tx) => {
      const taskId = await lockAttemptTask(tx, attemptId);
      await endAttempt(tx, finished, redact);
      if (change !== null) await storeChange(tx, attemptId, change, redact);
      if (data.length > 0) await tx.verification.createMany({ data });
      return { followUpAttemptId: ending.kind === "succeeded" ? await followUnheardMessages(tx, taskId) : null };
    },
    { maxWait: 30_000, timeout: 60_000 },
  );
}

/** Takes the lock of the attempt's task, see `lockTask`, and tells which task that is. Throws NotFoundError. */
export async function lockAttemptTask(tx: Prisma.TransactionClient, attemptId: string): Promise<string> {
  const attempt = await tx.attempt.findUnique({ where: { id: attemptId }, select: { turn: { select: { taskId: true } } } });
  if (attempt === null) throw missing("attempt", attemptId);
  await lockTask(tx, attempt.turn.taskId);
  return attempt.turn.taskId;
}

/** The state and the events alone, for a transaction that stores more. */
export async function endAttempt(tx: Prisma.TransactionClient, finished: FinishedAttempt, redact: Redact): Promise<void> {
  const { attemptId, epoch, ending, change, usage } = finished;
  const signal = signals[ending.kind];
  const events = endEvents(ending, change);
  const summary = ending.kind === "succeeded" ? storableJson(ending.summary, redact) : null;
  const failure = ending.kind === "failed" ? storableJson(ending.failure, redact) : null;
  const ended = await tx.$queryRaw<{ id: string }[]>`
    WITH ended AS (
      UPDATE "Attempt" SET state = ${targetLiteral(signal)}, "finishedAt" = clock_timestamp(), "leaseUntil" = NULL,
        "sandboxKeptUntil" = CASE WHEN "cancelRequestedAt" IS NULL THEN now() + make_interval(secs => ${finished.keepSandboxSeconds ?? null}::float8) END,
        summary = ${summary}::jsonb, failure = ${failure}::jsonb, usage = ${usage === undefined ? Prisma.raw("usage") : usagePlus(usage)},
        "lastSeq" = "lastSeq" + ${events.length}::int
      WHERE id = ${attemptId}::uuid AND epoch = ${epoch}::int AND state IN ${acceptingStates(signal)}
        ${finished.onlyExpired === true ? Prisma.sql`AND "leaseUntil" < now()` : Prisma.empty}
      RETURNING id, "turnId", "lastSeq" - ${events.length}::int AS "firstSeq"
    ), announced AS (${insertEvents("ended", events, redact)}
    ), touched AS (${touchTasks("ended")})
    SELECT id FROM ended`;
  if (ended.length === 0) throw fencedOff({ attemptId, epoch });
}

function endEvents(ending: AttemptEndingInput, change: StoredChange | null): AttemptEventBody[] {
  const ended = { type: "attempt.ended" as const, state: targetState(signals[ending.kind]), reason: reasonOf(ending) };
  return change === null ? [ended] : [{ type: "change.stored", ...changeStats(change.files) }, ended];
}

function reasonOf(ending: AttemptEndingInput): string | null {
  switch (ending.kind) {
    case "succeeded":
      return null;
    case "failed":
      return ending.failure.message;
    case "cancelled":
      return ending.reason;
  }
}

function storedVerification(attemptId: string, verification: StoredVerification, redact: Redact) {
  const log = storableText(verification.log, redact);
  const reason = verification.reason === null ? null : storableText(verification.reason, redact);
  const tests = verification.tests === null ? Prisma.DbNull : storable(verification.tests, redact);
  return { ...verification, attemptId, log, reason, tests, durationMs: Math.round(verification.durationMs) };
}
