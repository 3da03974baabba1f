import { type Database, prismaOf } from "../connection/connection.ts";
import { liveStates } from "../connection/state-sql.ts";

/** Whether a worker holds this attempt under this epoch and its lease has not run out. */
export async function isAttemptLive(db: Database, { attemptId, epoch }: { attemptId: string; epoch: number }): Promise<boolean> {
  const [row] = await prismaOf(db).$queryRaw<{ live: boolean }[]>`
    SELECT EXISTS (SELECT FROM "Attempt" WHERE id = ${attemptId}::uuid AND epoch = ${epoch}::int
      AND state IN ${liveStates} AND "leaseUntil" > now()) AS live`;
  return row?.live ?? false;
}
