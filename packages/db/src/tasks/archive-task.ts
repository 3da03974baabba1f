import { ConflictError, isTerminal } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";
import { lockTask } from "../connection/lock-task.ts";
import { forgetSandboxes } from "./forget-sandboxes.ts";
import { latestTurn } from "./latest-turn.ts";

/** Puts a finished task away, its kept sandbox with it; once more is no error. Throws ConflictError while it is under way, NotFoundError. */
export async function archiveTask(db: Database, { taskId }: { taskId: string }): Promise<void> {
  await prismaOf(db).$transaction(async (tx) => {
    await lockTask(tx, taskId);
    const turn = await latestTurn(tx, taskId);
    if (!turn.states.every(isTerminal)) throw new ConflictError("This task is still under way. Cancel it first, then archive it.");
    await tx.$executeRaw`UPDATE "Task" SET "archivedAt" = coalesce("archivedAt", now()) WHERE id = ${taskId}::uuid`;
    await tx.$executeRaw`${forgetSandboxes(taskId)}`;
  });
}
