import { terminalStates } from "../connection/state-sql.ts";
import { Prisma } from "../generated/client.ts";

/** The kept sandboxes of a task's finished attempts are for nobody any more; the worker of their engine removes them. */
export function forgetSandboxes(taskId: string): Prisma.Sql {
  return Prisma.sql`
    UPDATE "Attempt" SET "sandboxKeptUntil" = NULL
    WHERE "sandboxKeptUntil" IS NOT NULL AND state IN ${terminalStates} AND "turnId" IN (SELECT id FROM "Turn" WHERE "taskId" = ${taskId}::uuid)`;
}
