import { ConflictError, isTerminal, JUDGEMENT_LIMIT_MS, Judgement, noUsage } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";
import { lockTask } from "../connection/lock-task.ts";
import { missing } from "../connection/missing.ts";

/** Of fewer there is nothing to compare. */
const FEWEST = 2;

/**
 * Asks for a comparison of the turn's attempts by the task's model, and rings for it. Throws ConflictError while attempts are under way,
 * where fewer than two left something, and while a comparison is being made; NotFoundError.
 */
export async function requestJudgement(db: Database, { turnId }: { turnId: string }): Promise<{ taskId: string }> {
  return await prismaOf(db).$transaction(async (tx) => {
    const turn = await tx.turn.findUnique({ where: { id: turnId }, select: { taskId: true, task: { select: { model: true } } } });
    if (turn === null) throw missing("turn", turnId);
    await lockTask(tx, turn.taskId);
    const attempts = await tx.attempt.findMany({ where: { turnId }, select: { state: true, change: { select: { attemptId: true } } } });
    if (!attempts.every(({ state }) => isTerminal(state)))
      throw new ConflictError("Attempts are still under way. Ask for a comparison when they have ended.");
    if (attempts.filter(({ state, change }) => state === "succeeded" || change !== null).length < FEWEST)
      throw new ConflictError("There is nothing to compare: fewer than two attempts left something.");
    const now = await tx.$queryRaw<{ now: Date; judgement: unknown }[]>`
      SELECT now(), judgement FROM "Turn" WHERE id = ${turnId}::uuid FOR UPDATE`;
    const [read] = now;
    if (read === undefined) throw missing("turn", turnId);
    const before = Judgement.nullable().parse(read.judgement);
    refuseSecond(before, read.now);
    const judgement: Judgement = {
      state: "running",
      model: turn.task.model,
      requestedAt: read.now.toISOString(),
      finishedAt: null,
      bestAttemptId: null,
      reasons: [],
      droppedReasons: 0,
      usage: noUsage,
      earlierCostUsd: (before?.earlierCostUsd ?? 0) + (before?.usage.costUsd ?? 0),
      failure: null,
    };
    await tx.turn.update({ where: { id: turnId }, data: { judgement } });
    await tx.outbox.create({ data: { topic: "judgement", subjectId: turnId } });
    return { taskId: turn.taskId };
  });
}

function refuseSecond(judgement: Judgement | null, now: Date): void {
  if (judgement?.state !== "running" || now.getTime() - Date.parse(judgement.requestedAt) > JUDGEMENT_LIMIT_MS) return;
  throw new ConflictError("A comparison is being made already. It is here within minutes.");
}
