import { ConflictError } from "@slipway/core";
import { connectionOf, type Database } from "../connection/connection.ts";
import { storableText } from "../connection/storable.ts";

export type DeliveryResult =
  | { kind: "delivered"; commit: string; url: string | null; pullRequestNumber: number | null }
  | { kind: "failed"; error: string };

/** Records how a delivery ended. Throws ConflictError when it is not held with `epoch` any more. */
export async function finishDelivery(
  db: Database,
  { deliveryId, epoch, result }: { deliveryId: string; epoch: number; result: DeliveryResult },
): Promise<void> {
  const { prisma, redact } = connectionOf(db);
  const delivered = result.kind === "delivered" ? result : null;
  const error = result.kind === "failed" ? storableText(result.error, redact) : null;
  const finished = await prisma.$queryRaw<{ id: string }[]>`
    WITH finished AS (
      UPDATE "Delivery" SET state = ${result.kind}::"DeliveryState", "finishedAt" = clock_timestamp(), "leaseUntil" = NULL,
        commit = ${delivered?.commit ?? null}, url = ${delivered?.url ?? null},
        "pullRequestNumber" = ${delivered?.pullRequestNumber ?? null}::int, error = ${error}
      WHERE id = ${deliveryId}::uuid AND epoch = ${epoch}::int AND state = 'publishing' RETURNING id, "taskId"
    ), touched AS (UPDATE "Task" SET "updatedAt" = now() WHERE id IN (SELECT "taskId" FROM finished))
    SELECT id FROM finished`;
  if (finished.length === 0) throw new ConflictError(`Delivery ${deliveryId} is not held with epoch ${epoch} any more.`);
}
