import type { AttemptState } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";

export type AttemptFacts = { id: string; taskId: string; turnId: string; state: AttemptState; epoch: number; lastSeq: number };

/** Where an attempt stands, without its contents; null when there is none of this id. */
export async function findAttempt(db: Database, { attemptId }: { attemptId: string }): Promise<AttemptFacts | null> {
  const row = await prismaOf(db).attempt.findUnique({
    where: { id: attemptId },
    select: { id: true, turnId: true, state: true, epoch: true, lastSeq: true, turn: { select: { taskId: true } } },
  });
  if (row === null) return null;
  const { turn, ...facts } = row;
  return { ...facts, taskId: turn.taskId };
}
