import { type AttemptEventBody, changeStats, type Waiting } from "@slipway/core";
import { connectionOf, type Database } from "../connection/connection.ts";
import { insertEvents, touchTasks } from "../connection/event-sql.ts";
import { fencedOff } from "../connection/missing.ts";
import { acceptingStates, targetLiteral } from "../connection/state-sql.ts";
import { type Redact, storableJson } from "../connection/storable.ts";
import { Prisma } from "../generated/client.ts";
import { endAttempt, lockAttemptTask, type StoredChange } from "./finish-attempt.ts";
import { isUnheard } from "./hearing-sql.ts";
import { resumeWaiting } from "./resume-waiting.ts";
import { storeChange } from "./store-change.ts";

export type ParkedAttempt = {
  attemptId: string;
  epoch: number;
  waiting: Waiting;
  /** When it goes on by itself, ISO 8601; null where a person decides. */
  wakeAt: string | null;
  /** What was changed so far; null leaves what was stored before. */
  change: StoredChange | null;
  /** For how long its sandbox is kept; without it the sandbox may be removed at once. */
  keepSandboxSeconds?: number;
  redact?: Redact;
};

/**
 * The worker lets go of an attempt that waits: it holds no lease and no place until it is resumed. Where a person asked to stop
 * meanwhile it is cancelled, and a question that a message came before is not put to anybody: the attempt is queued again at once and hears the message. Throws ConflictError, and stores
 * nothing, once the attempt is not held with `epoch`.
 */
export async function parkAttempt(db: Database, parked: ParkedAttempt): Promise<"waiting" | "queued" | "cancelled"> {
  const { attemptId, change } = parked;
  const { prisma, redact: redactOwn } = connectionOf(db);
  const redact = parked.redact ?? redactOwn;
  return await prisma.$transaction(
    async (tx) => {
      await lockAttemptTask(tx, attemptId);
      const state = await wasAskedToStop(tx, parked).then((stop) => (stop ? cancel(tx, parked, redact) : wait(tx, parked, redact)));
      if (change !== null) await storeChange(tx, attemptId, change, redact);
      return state;
    },
    { maxWait: 30_000, timeout: 60_000 },
  );
}

async function wasAskedToStop(tx: Prisma.TransactionClient, { attemptId, epoch }: ParkedAttempt): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ stop: boolean }[]>`
    SELECT "cancelRequestedAt" IS NOT NULL AS stop FROM "Attempt"
    WHERE id = ${attemptId}::uuid AND epoch = ${epoch}::int AND state IN ${acceptingStates("ask")} FOR UPDATE`;
  if (row === undefined) throw fencedOff({ attemptId, epoch });
  return row.stop;
}

async function cancel(tx: Prisma.TransactionClient, parked: ParkedAttempt, redact: Redact): Promise<"cancelled"> {
  const ending = { kind: "cancelled", reason: "Stopped by the person." } as const;
  await endAttempt(tx, { ...parked, ending, verifications: [] }, redact);
  return "cancelled";
}

async function wait(tx: Prisma.TransactionClient, parked: ParkedAttempt, redact: Redact): Promise<"waiting" | "queued"> {
  const { attemptId, epoch, waiting, wakeAt, keepSandboxSeconds } = parked;
  const isOvertaken = waiting.kind === "question" && (await hasUnheard(tx, attemptId));
  const events = parkEvents(parked, isOvertaken);
  await tx.$executeRaw`
    WITH moved AS (
      UPDATE "Attempt" SET state = ${targetLiteral("ask")}, waiting = ${storableJson(waiting, redact)}::jsonb, "wakeAt" = ${wakeAt}::timestamptz,
        "leaseUntil" = NULL, "workerId" = NULL, starts = greatest(starts - 1, 0),
        "sandboxKeptUntil" = now() + make_interval(secs => ${keepSandboxSeconds ?? null}::float8), "lastSeq" = "lastSeq" + ${events.length}::int
      WHERE id = ${attemptId}::uuid AND epoch = ${epoch}::int
      RETURNING id, "turnId", "lastSeq" - ${events.length}::int AS "firstSeq"
    ), announced AS (${insertEvents("moved", events, redact)})
    ${touchTasks("moved")}`;
  if (!isOvertaken) return "waiting";
  const attempts = Prisma.sql`id = ${attemptId}::uuid`;
  await resumeWaiting(tx, { attempts, reason: "A message came before the question could be shown.", cause: "overtaken" });
  return "queued";
}

function parkEvents({ waiting, change }: ParkedAttempt, isOvertaken: boolean): AttemptEventBody[] {
  const stored: AttemptEventBody[] = change === null ? [] : [{ type: "change.stored", ...changeStats(change.files) }];
  return isOvertaken ? stored : [...stored, { type: "attempt.waiting", waiting }];
}

async function hasUnheard(tx: Prisma.TransactionClient, attemptId: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ unheard: boolean }[]>`
    SELECT EXISTS (SELECT FROM "Message" message JOIN "Attempt" attempt ON ${isUnheard} WHERE attempt.id = ${attemptId}::uuid) AS unheard`;
  return row?.unheard ?? false;
}
