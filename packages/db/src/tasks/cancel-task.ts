import { connectionOf, type Database } from "../connection/connection.ts";
import { insertEvents, ringFor } from "../connection/event-sql.ts";
import { missing } from "../connection/missing.ts";
import { acceptingStates, liveStates, targetLiteral } from "../connection/state-sql.ts";
import { forgetSandboxes } from "./forget-sandboxes.ts";

/**
 * Queued and waiting attempts are cancelled at once, with what is stored of their change; those that a worker has are asked to stop, which
 * it does within seconds. No sandbox of the task is kept any longer. Returns both; empty when nothing was under way. Throws NotFoundError.
 */
export async function cancelTask(db: Database, { taskId }: { taskId: string }): Promise<{ attemptIds: string[] }> {
  const { prisma, redact } = connectionOf(db);
  const ended = [{ type: "attempt.ended" as const, state: "cancelled", reason: "Cancelled" }];
  // One UPDATE for both kinds: an attempt that is claimed meanwhile is seen in its new state and asked to stop.
  const asked = await prisma.$queryRaw<{ id: string }[]>`
    WITH asked AS (
      UPDATE "Attempt" SET "cancelRequestedAt" = coalesce("cancelRequestedAt", now()),
        waiting = NULL, "wakeAt" = NULL, "sandboxKeptUntil" = NULL,
        "finishedAt" = CASE WHEN state NOT IN ${liveStates} THEN clock_timestamp() END,
        "lastSeq" = "lastSeq" + CASE WHEN state NOT IN ${liveStates} THEN ${ended.length}::int ELSE 0 END,
        state = CASE WHEN state NOT IN ${liveStates} THEN ${targetLiteral("cancel")} ELSE state END
      WHERE state IN ${acceptingStates("cancel")} AND "turnId" IN (SELECT id FROM "Turn" WHERE "taskId" = ${taskId}::uuid)
      RETURNING id, "turnId", state, "lastSeq"
    ), stopped AS (SELECT id, "lastSeq" - ${ended.length}::int AS "firstSeq" FROM asked WHERE state = ${targetLiteral("cancel")}
    ), live AS (SELECT id FROM asked WHERE state <> ${targetLiteral("cancel")}
    ), let_go AS (${forgetSandboxes(taskId)}
    ), announced AS (${insertEvents("stopped", ended, redact)}
    ), rung AS (${ringFor("cancel", "live")}
    ), touched AS (UPDATE "Task" SET "updatedAt" = now() WHERE id = ${taskId}::uuid AND EXISTS (SELECT FROM asked))
    SELECT id FROM asked`;
  if (asked.length === 0 && (await prisma.task.count({ where: { id: taskId } })) === 0) throw missing("task", taskId);
  return { attemptIds: asked.map((attempt) => attempt.id) };
}
