import { type Database, prismaOf } from "../connection/connection.ts";
import { fencedOff } from "../connection/missing.ts";
import { liveStates } from "../connection/state-sql.ts";

/**
 * Notes the container in which the agent works, once the repository is in it: whoever resumes the attempt may adopt it from then on.
 * Throws ConflictError once the attempt is not held with `epoch`.
 */
export async function recordSandbox(
  db: Database,
  { attemptId, epoch, sandboxId, engineId }: { attemptId: string; epoch: number; sandboxId: string; engineId: string },
): Promise<void> {
  const changed = await prismaOf(db).$executeRaw`
    UPDATE "Attempt" SET "sandboxId" = ${sandboxId}, "sandboxEngineId" = ${engineId}, "sandboxKeptUntil" = NULL
    WHERE id = ${attemptId}::uuid AND epoch = ${epoch}::int AND state IN ${liveStates}`;
  if (changed === 0) throw fencedOff({ attemptId, epoch });
}
