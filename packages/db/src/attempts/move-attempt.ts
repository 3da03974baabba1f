import type { AttemptEventBody, AttemptSignal, AttemptState } from "@slipway/core";
import { connectionOf, type Database } from "../connection/connection.ts";
import { insertEvents, touchTasks } from "../connection/event-sql.ts";
import { fencedOff } from "../connection/missing.ts";
import { acceptingStates, targetLiteral, targetState } from "../connection/state-sql.ts";

/** The signals of an attempt that goes on; claiming, ending and requeueing have verbs of their own. */
export type MoveSignal = Extract<AttemptSignal, "prepared" | "ended">;

export type Move = { attemptId: string; epoch: number; signal: MoveSignal; events?: readonly AttemptEventBody[] };

/** Moves by the transition table, with `events` in the same statement. Throws ConflictError where the attempt cannot take the signal. */
export async function moveAttempt(db: Database, { attemptId, epoch, signal, events = [] }: Move): Promise<AttemptState> {
  const { prisma, redact } = connectionOf(db);
  const moved = await prisma.$queryRaw<{ id: string }[]>`
    WITH moved AS (
      UPDATE "Attempt" SET state = ${targetLiteral(signal)}, "lastSeq" = "lastSeq" + ${events.length}::int
      WHERE id = ${attemptId}::uuid AND epoch = ${epoch}::int AND state IN ${acceptingStates(signal)}
      RETURNING id, "turnId", "lastSeq" - ${events.length}::int AS "firstSeq"
    ), announced AS (${insertEvents("moved", events, redact)}
    ), touched AS (${touchTasks("moved")})
    SELECT id FROM moved`;
  if (moved.length === 0) throw fencedOff({ attemptId, epoch });
  return targetState(signal);
}
