import { type Database, prismaOf } from "../connection/connection.ts";

/** Tasks of an environment, not archived, whose newest attempt failed in setup and nothing of which is under way; the oldest fifty. */
export async function tasksFailedInSetup(db: Database, { environmentId }: { environmentId: string }): Promise<string[]> {
  const rows = await prismaOf(db).$queryRaw<{ id: string }[]>`
    SELECT task.id FROM "Task" task
      JOIN LATERAL (SELECT id FROM "Turn" WHERE "taskId" = task.id ORDER BY index DESC LIMIT 1) turn ON true
      JOIN LATERAL (SELECT state, failure FROM "Attempt" WHERE "turnId" = turn.id ORDER BY index DESC LIMIT 1) attempt ON true
    WHERE task."environmentId" = ${environmentId}::uuid AND task."archivedAt" IS NULL
      AND attempt.state = 'failed' AND attempt.failure->>'code' = 'setup_failed'
    ORDER BY task."createdAt", task.id LIMIT 50`;
  return rows.map(({ id }) => id);
}
