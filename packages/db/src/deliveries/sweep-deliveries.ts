import { BOUNDS } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";

export type DeliverySweep = { requeued: string[]; failed: string[]; runnable: string[] };

/**
 * Deliveries whose worker is gone are queued again (and rung for) or, after three starts, failed; publishing repeats
 * without harm. `runnable` are queued ones that have waited for more than a few seconds.
 */
export async function sweepDeliveries(db: Database): Promise<DeliverySweep> {
  const prisma = prismaOf(db);
  const swept = await prisma.$queryRaw<{ id: string; state: "queued" | "failed" }[]>`
    WITH expired AS (
      SELECT id FROM "Delivery" WHERE state = 'publishing' AND "leaseUntil" < now() ORDER BY id LIMIT 200 FOR UPDATE SKIP LOCKED
    ), swept AS (
      UPDATE "Delivery" SET epoch = epoch + 1, "leaseUntil" = NULL,
        state = CASE WHEN starts < ${BOUNDS.attemptStarts}::int THEN 'queued' ELSE 'failed' END::"DeliveryState",
        "finishedAt" = CASE WHEN starts < ${BOUNDS.attemptStarts}::int THEN NULL ELSE clock_timestamp() END,
        error = CASE WHEN starts < ${BOUNDS.attemptStarts}::int THEN NULL ELSE 'The worker stopped answering each time it published this. See its log, then deliver again.' END
      WHERE id IN (SELECT id FROM expired) RETURNING id, state
    ), rung AS (INSERT INTO "Outbox" (topic, "subjectId") SELECT 'delivery', id FROM swept WHERE state = 'queued')
    SELECT id, state::text AS state FROM swept`;
  const waiting = await prisma.$queryRaw<{ id: string }[]>`
    SELECT id FROM "Delivery" WHERE state = 'queued' AND "createdAt" < now() - interval '5 seconds' ORDER BY "createdAt", id LIMIT 200`;
  return {
    requeued: swept.filter((delivery) => delivery.state === "queued").map((delivery) => delivery.id),
    failed: swept.filter((delivery) => delivery.state === "failed").map((delivery) => delivery.id),
    runnable: waiting.map((delivery) => delivery.id),
  };
}
