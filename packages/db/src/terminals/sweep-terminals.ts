import { type Database, prismaOf } from "../connection/connection.ts";

/**
 * Ends terminals whose worker is gone and those that no worker took within ten minutes, and forgets what ended a month ago. `runnable`
 * have waited for more than a few seconds.
 */
export async function sweepTerminals(db: Database): Promise<{ ended: string[]; runnable: string[] }> {
  const prisma = prismaOf(db);
  const ended = await prisma.$queryRaw<{ id: string }[]>`
    UPDATE "Terminal" SET state = 'failed', "leaseUntil" = NULL, "endedAt" = now(),
      failure = CASE WHEN state = 'open' THEN 'The worker of this terminal stopped answering. Open another one.'
        ELSE 'No worker was free for ten minutes. See the health page, then open another one.' END
    WHERE (state = 'open' AND "leaseUntil" < now()) OR (state = 'queued' AND "createdAt" < now() - interval '10 minutes') RETURNING id`;
  await prisma.$executeRaw`DELETE FROM "Terminal" WHERE "endedAt" < now() - interval '30 days'`;
  const runnable = await prisma.$queryRaw<{ id: string }[]>`
    SELECT id FROM "Terminal" WHERE state = 'queued' AND "createdAt" < now() - interval '3 seconds' ORDER BY "createdAt", id LIMIT 50`;
  return { ended: ended.map(({ id }) => id), runnable: runnable.map(({ id }) => id) };
}
