import { type Database, prismaOf } from "../connection/connection.ts";
import { missing } from "../connection/missing.ts";

/** Commands and their output as one readable text, in the order they happened. Throws NotFoundError. */
export async function readAttemptLog(db: Database, { attemptId }: { attemptId: string }): Promise<string> {
  const [row] = await prismaOf(db).$queryRaw<{ log: string | null }[]>`
    SELECT (
      SELECT string_agg(CASE event.type
          WHEN 'command.started' THEN '$ ' || (event.body->>'command') || E'\n'
          WHEN 'command.output' THEN event.body->>'text'
          WHEN 'note.added' THEN '# ' || (event.body->>'text') || E'\n'
          ELSE E'\n[' || CASE event.body->>'ending' WHEN 'exited' THEN 'exit code ' || coalesce(event.body->>'exitCode', 'unknown')
              WHEN 'timed_out' THEN 'timed out' ELSE 'killed' END
            || ', ' || round((event.body->>'durationMs')::numeric / 1000, 2) || ' s'
            || CASE WHEN (event.body->>'droppedBytes')::bigint > 0 THEN ', ' || (event.body->>'droppedBytes') || ' bytes of output not stored' ELSE '' END
            || E']\n\n'
        END, '' ORDER BY event.seq)
      FROM "Event" event WHERE event."attemptId" = attempt.id
        AND event.type IN ('command.started', 'command.output', 'command.finished', 'note.added')) AS log
    FROM "Attempt" attempt WHERE attempt.id = ${attemptId}::uuid`;
  if (row === undefined) throw missing("attempt", attemptId);
  return row.log ?? "";
}
