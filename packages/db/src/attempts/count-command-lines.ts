import { type Database, prismaOf } from "../connection/connection.ts";

/** Of each command so far: its line breaks, and whether its last line is unfinished. For citations of an attempt that is resumed. */
export async function countCommandLines(
  db: Database,
  { attemptId }: { attemptId: string },
): Promise<{ callId: string; breaks: number; open: boolean }[]> {
  return await prismaOf(db).$queryRaw<{ callId: string; breaks: number; open: boolean }[]>`
    SELECT body->>'callId' AS "callId", sum(length(body->>'text') - length(replace(body->>'text', E'\n', '')))::int AS breaks,
      (array_agg(right(body->>'text', 1) ORDER BY seq DESC))[1] <> E'\n' AS open
    FROM "Event" WHERE "attemptId" = ${attemptId}::uuid AND type = 'command.output' GROUP BY 1`;
}
