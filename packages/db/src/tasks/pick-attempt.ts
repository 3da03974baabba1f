import { ConflictError, isTerminal } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";
import { lockTask } from "../connection/lock-task.ts";
import { missing } from "../connection/missing.ts";
import type { Prisma } from "../generated/client.ts";
import { latestTurn } from "./latest-turn.ts";

/**
 * Says which of a turn's attempts goes on: it leads, follow-ups build on its change, and no other of the turn is delivered.
 * Null takes the choice back. Throws ConflictError while the turn is under way and once a follow-up builds on it, NotFoundError.
 */
export async function pickAttempt(
  db: Database,
  { turnId, attemptId }: { turnId: string; attemptId: string | null },
): Promise<{ taskId: string }> {
  return await prismaOf(db).$transaction(async (tx) => {
    const turn = await tx.turn.findUnique({ where: { id: turnId }, select: { taskId: true } });
    if (turn === null) throw missing("turn", turnId);
    const { taskId } = turn;
    await lockTask(tx, taskId);
    await refuseTooLate(tx, { taskId, turnId });
    if (attemptId !== null) await refuseUnfit(tx, { turnId, attemptId });
    // Nobody goes on in the others' sandboxes.
    if (attemptId !== null) await tx.attempt.updateMany({ where: { turnId, id: { not: attemptId } }, data: { sandboxKeptUntil: null } });
    await tx.turn.update({ where: { id: turnId }, data: { pickedAttemptId: attemptId } });
    await tx.$executeRaw`UPDATE "Task" SET "updatedAt" = now() WHERE id = ${taskId}::uuid`;
    return { taskId };
  });
}

async function refuseTooLate(tx: Prisma.TransactionClient, { taskId, turnId }: { taskId: string; turnId: string }): Promise<void> {
  const latest = await latestTurn(tx, taskId);
  if (latest.id !== turnId) throw new ConflictError("A follow-up builds on this turn already, so the choice stands.");
  if (!latest.states.every(isTerminal))
    throw new ConflictError("Attempts of this turn are still under way. Wait for their end or stop them, then pick one.");
}

async function refuseUnfit(tx: Prisma.TransactionClient, { turnId, attemptId }: { turnId: string; attemptId: string }): Promise<void> {
  const attempt = await tx.attempt.findUnique({
    where: { id: attemptId, turnId },
    select: { state: true, change: { select: { attemptId: true } } },
  });
  if (attempt === null) throw missing("attempt", attemptId);
  if (attempt.state !== "succeeded" && attempt.change === null)
    throw new ConflictError("This attempt left nothing behind. Pick one that finished or that changed something.");
}
