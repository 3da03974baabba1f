import { noUsage } from "@slipway/core";
import { insertEvents, ringFor } from "../connection/event-sql.ts";
import { newId } from "../connection/new-id.ts";
import type { Prisma } from "../generated/client.ts";

/** One more queued attempt of a turn, its first event and its doorbell; the task comes to the top of the list, back from the archive too. */
export async function queueAttempt(tx: Prisma.TransactionClient, { turnId, index }: { turnId: string; index: number }): Promise<string> {
  const attemptId = newId();
  await tx.$executeRaw`
    WITH attempt AS (
      INSERT INTO "Attempt" (id, "turnId", index, usage, "lastSeq")
      VALUES (${attemptId}::uuid, ${turnId}::uuid, ${index}::int, ${JSON.stringify(noUsage)}::jsonb, 1) RETURNING id, 0 AS "firstSeq"
    ), announced AS (${insertEvents("attempt", [{ type: "phase.entered", phase: "queued" }], (text) => text)}
    ), rung AS (${ringFor("attempt", "attempt")})
    UPDATE "Task" SET "updatedAt" = now(), "archivedAt" = NULL WHERE id = (SELECT "taskId" FROM "Turn" WHERE id = ${turnId}::uuid)`;
  return attemptId;
}
