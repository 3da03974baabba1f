import { type Database, prismaOf } from "../connection/connection.ts";
import { fencedOff } from "../connection/missing.ts";
import { liveStates } from "../connection/state-sql.ts";

/** Records the commit that the task works from. The first writer wins; returns the commit in force. */
export async function setTaskBase(
  db: Database,
  { taskId, attemptId, epoch, baseCommit }: { taskId: string; attemptId: string; epoch: number; baseCommit: string },
): Promise<string> {
  const [row] = await prismaOf(db).$queryRaw<{ baseCommit: string }[]>`
    UPDATE "Task" SET "baseCommit" = coalesce("baseCommit", ${baseCommit})
    WHERE id = ${taskId}::uuid AND EXISTS (
      SELECT FROM "Attempt" attempt JOIN "Turn" turn ON turn.id = attempt."turnId"
      WHERE attempt.id = ${attemptId}::uuid AND turn."taskId" = "Task".id AND attempt.epoch = ${epoch}::int AND attempt.state IN ${liveStates})
    RETURNING "baseCommit"`;
  if (row === undefined) throw fencedOff({ attemptId, epoch });
  return row.baseCommit;
}
