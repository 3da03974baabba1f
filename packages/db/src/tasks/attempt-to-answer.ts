import { ConflictError } from "@slipway/core";
import { missing } from "../connection/missing.ts";
import type { Prisma } from "../generated/client.ts";

type Asking = { id: string; index: number; question: string };

/**
 * Whose question a message to this turn answers: the attempt that it names, else the only one that waits for an answer; null where none
 * does. Throws ConflictError where several wait and none is named, and for one that does not wait for an answer; NotFoundError for one
 * that is not of the task.
 */
export async function attemptToAnswer(
  tx: Prisma.TransactionClient,
  { taskId, turnId, attemptId }: { taskId: string; turnId: string; attemptId: string | undefined },
): Promise<Asking | null> {
  const asking = await tx.$queryRaw<Asking[]>`
    SELECT id, index, waiting->>'question' AS question FROM "Attempt"
    WHERE "turnId" = ${turnId}::uuid AND state = 'waiting' AND waiting->>'kind' = 'question' ORDER BY index`;
  if (attemptId === undefined) {
    if (asking.length > 1) throw new ConflictError(nameOne(asking));
    return asking[0] ?? null;
  }
  const named = asking.find(({ id }) => id === attemptId);
  if (named !== undefined) return named;
  if ((await tx.attempt.count({ where: { id: attemptId, turn: { taskId } } })) === 0) throw missing("attempt", attemptId);
  throw new ConflictError(
    "This attempt does not wait for an answer. Send the message without attemptId to say something to all that are under way.",
  );
}

function nameOne(asking: readonly Asking[]): string {
  const numbers = asking.map(({ index }) => index + 1);
  const ids = asking.map(({ id }) => id).join(", ");
  const listed = `${numbers.slice(0, -1).join(", ")} and ${numbers.at(-1)}`;
  return `Attempts ${listed} wait for an answer, each to a question of its own. Say which one this answers: its id as attemptId (${ids}).`;
}
