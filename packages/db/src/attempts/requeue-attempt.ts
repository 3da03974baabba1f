import { type AttemptEventBody, changeStats } from "@slipway/core";
import { connectionOf, type Database } from "../connection/connection.ts";
import { insertEvents, ringFor, touchTasks } from "../connection/event-sql.ts";
import { acceptingStates, targetLiteral } from "../connection/state-sql.ts";
import type { Redact } from "../connection/storable.ts";
import { Prisma } from "../generated/client.ts";
import type { StoredChange } from "./finish-attempt.ts";
import { storeChange } from "./store-change.ts";

export type Requeue = {
  attemptId: string;
  epoch: number;
  reason: string;
  /** `drained`: no failed start. `broken`: the start failed and counts. `lease_expired`: counts, only while the lease is still out. */
  cause: "drained" | "broken" | "lease_expired";
  /** What was changed so far, for whoever cannot adopt the sandbox; null leaves what was stored before. */
  change?: StoredChange | null;
  redact?: Redact;
};

/**
 * Back to the queue under a new epoch, so that whoever held the attempt is fenced off; rings for it. An attempt that
 * a person asked to stop is cancelled. Null when it was not held with `epoch` (or its lease was renewed meanwhile).
 */
export async function requeueAttempt(db: Database, requeue: Requeue): Promise<"queued" | "cancelled" | null> {
  const { attemptId, change = null } = requeue;
  const { prisma, redact } = connectionOf(db);
  if (change === null) return await move(prisma, requeue, redact);
  return await prisma.$transaction(
    async (tx) => {
      const state = await move(tx, requeue, redact);
      if (state !== null) await storeChange(tx, attemptId, change, requeue.redact ?? redact);
      return state;
    },
    { maxWait: 30_000, timeout: 60_000 },
  );
}

async function move(
  tx: Pick<Prisma.TransactionClient, "$queryRaw">,
  { attemptId, epoch, reason, cause, change = null }: Requeue,
  redact: Redact,
): Promise<"queued" | "cancelled" | null> {
  const stored: AttemptEventBody[] = change === null ? [] : [{ type: "change.stored", ...changeStats(change.files) }];
  const requeued: AttemptEventBody[] = [...stored, { type: "attempt.requeued", reason }, { type: "phase.entered", phase: "queued" }];
  const cancelled: AttemptEventBody[] = [...stored, { type: "attempt.ended", state: "cancelled", reason: "Cancelled" }];
  const [row] = await tx.$queryRaw<{ state: "queued" | "cancelled" }[]>`
    WITH moved AS (
      UPDATE "Attempt" SET epoch = epoch + 1, "leaseUntil" = NULL, "workerId" = NULL,
        state = CASE WHEN "cancelRequestedAt" IS NULL THEN ${targetLiteral("requeue")} ELSE ${targetLiteral("cancel")} END,
        "finishedAt" = CASE WHEN "cancelRequestedAt" IS NULL THEN NULL ELSE clock_timestamp() END,
        "lastSeq" = "lastSeq" + CASE WHEN "cancelRequestedAt" IS NULL THEN ${requeued.length}::int ELSE ${cancelled.length}::int END,
        starts = CASE WHEN ${cause === "drained"}::boolean THEN greatest(starts - 1, 0) ELSE starts END
      WHERE id = ${attemptId}::uuid AND epoch = ${epoch}::int AND state IN ${acceptingStates("requeue")}
        ${cause === "lease_expired" ? Prisma.sql`AND "leaseUntil" < now()` : Prisma.empty}
      RETURNING id, "turnId", state, "lastSeq"
    ), queued AS (SELECT id, "lastSeq" - ${requeued.length}::int AS "firstSeq" FROM moved WHERE state = ${targetLiteral("requeue")}
    ), stopped AS (SELECT id, "lastSeq" - ${cancelled.length}::int AS "firstSeq" FROM moved WHERE state = ${targetLiteral("cancel")}
    ), announced AS (${insertEvents("queued", requeued, redact)}
    ), ended AS (${insertEvents("stopped", cancelled, redact)}
    ), rung AS (${ringFor("attempt", "queued")}
    ), touched AS (${touchTasks("moved")})
    SELECT state::text AS state FROM moved`;
  return row?.state ?? null;
}
