import { SnapshotUse, type SnapshotUseRecord } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";
import { iso } from "../connection/iso.ts";

type Row = { taskId: string; attemptId: string; title: string; use: unknown; at: Date };

/** What the environment's newest attempts found when they asked for its snapshot, at most twenty. */
export async function listSnapshotUses(db: Database, { environmentId }: { environmentId: string }): Promise<SnapshotUseRecord[]> {
  const rows = await prismaOf(db).$queryRaw<Row[]>`
    SELECT task.id AS "taskId", attempt.id AS "attemptId", task.title, attempt."snapshotUse" AS use,
      coalesce(attempt."startedAt", attempt."createdAt") AS at
    FROM "Task" task JOIN "Turn" turn ON turn."taskId" = task.id JOIN "Attempt" attempt ON attempt."turnId" = turn.id
    WHERE task."environmentId" = ${environmentId}::uuid AND attempt."snapshotUse" IS NOT NULL
    ORDER BY at DESC, attempt.id DESC LIMIT 20`;
  return rows.map(({ use, at, ...row }) => ({ ...row, ...SnapshotUse.parse(use), at: iso(at) }));
}
