import { type Database, prismaOf } from "../connection/connection.ts";
import { liveStates, terminalStates } from "../connection/state-sql.ts";

type WarmSandbox = { attemptId: string; epoch: number; fromAttemptId: string; sandboxId: string };

/** Hands a finished attempt's kept container to the attempt of its follow-up. False when it was released or taken meanwhile. */
export async function takeWarmSandbox(db: Database, { attemptId, epoch, fromAttemptId, sandboxId }: WarmSandbox): Promise<boolean> {
  const taken = await prismaOf(db).$executeRaw`
    WITH given AS (
      SELECT id, "sandboxEngineId" AS "engineId" FROM "Attempt"
      WHERE id = ${fromAttemptId}::uuid AND "sandboxId" = ${sandboxId} AND "sandboxKeptUntil" > now() AND state IN ${terminalStates} FOR UPDATE
    ), taken AS (
      UPDATE "Attempt" SET "sandboxId" = ${sandboxId}, "sandboxEngineId" = given."engineId", "sandboxKeptUntil" = NULL FROM given
      WHERE "Attempt".id = ${attemptId}::uuid AND epoch = ${epoch}::int AND state IN ${liveStates} RETURNING given.id
    )
    UPDATE "Attempt" SET "sandboxId" = NULL, "sandboxEngineId" = NULL, "sandboxKeptUntil" = NULL FROM taken WHERE "Attempt".id = taken.id`;
  return taken > 0;
}
