import { ConflictError, isTerminal } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";
import { lockTask } from "../connection/lock-task.ts";
import { latestTurn } from "./latest-turn.ts";
import { queueAttempt } from "./queue-attempt.ts";

/** A new attempt of the latest turn, to be chosen from anew. Throws ConflictError while that turn is unfinished, NotFoundError without a task. */
export async function retryTask(db: Database, { taskId }: { taskId: string }): Promise<{ attemptIds: string[] }> {
  return await prismaOf(db).$transaction(async (tx) => {
    await lockTask(tx, taskId);
    const turn = await latestTurn(tx, taskId);
    if (!turn.states.every(isTerminal)) throw new ConflictError("This task is still under way. Wait for its end or cancel it, then retry.");
    await tx.$executeRaw`UPDATE "Turn" SET "pickedAttemptId" = NULL WHERE id = ${turn.id}::uuid`;
    return { attemptIds: [await queueAttempt(tx, { turnId: turn.id, index: turn.states.length })] };
  });
}
