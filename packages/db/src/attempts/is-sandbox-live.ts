import { type Database, prismaOf } from "../connection/connection.ts";
import { liveStates, terminalStates } from "../connection/state-sql.ts";

type SandboxFacts = { sandboxId: string; attemptId: string; epoch: number };

/**
 * Whether anybody needs this container: its attempt is held with its epoch under a lease, or it is the recorded one of an attempt that
 * is under way (whoever takes over a lost worker's adopts it) or that keeps it still.
 */
export async function isSandboxLive(db: Database, { sandboxId, attemptId, epoch }: SandboxFacts): Promise<boolean> {
  const [row] = await prismaOf(db).$queryRaw<{ live: boolean }[]>`
    SELECT EXISTS (SELECT FROM "Attempt" WHERE id = ${attemptId}::uuid AND epoch = ${epoch}::int
        AND state IN ${liveStates} AND "leaseUntil" > now())
      OR EXISTS (SELECT FROM "Attempt" WHERE "sandboxId" = ${sandboxId}
        AND (state NOT IN ${terminalStates} AND state <> 'waiting' OR "sandboxKeptUntil" > now())) AS live`;
  return row?.live ?? false;
}
