import { type Database, prismaOf } from "../connection/connection.ts";
import { terminalStates } from "../connection/state-sql.ts";

/**
 * Lets go of kept containers of one engine: those whose time is over, and of finished attempts all but the `most` that were kept last.
 * The caller removes what is returned. Any number of processes may call it at once.
 */
export async function releaseSandboxes(
  db: Database,
  { engineId, most }: { engineId: string; most: number },
): Promise<{ sandboxIds: string[]; kept: number }> {
  const rows = await prismaOf(db).$queryRaw<{ sandboxId: string; due: boolean }[]>`
    WITH kept AS (
      SELECT id, "sandboxId", coalesce("sandboxKeptUntil" <= now(), true) AS over,
        row_number() OVER (PARTITION BY coalesce("sandboxKeptUntil" <= now(), true) ORDER BY "sandboxKeptUntil" DESC, id) > ${most}::int AS surplus
      FROM "Attempt" WHERE "sandboxEngineId" = ${engineId} AND "sandboxId" IS NOT NULL AND (state IN ${terminalStates} OR state = 'waiting')
    ), released AS (
      UPDATE "Attempt" attempt SET "sandboxId" = NULL, "sandboxEngineId" = NULL, "sandboxKeptUntil" = NULL FROM kept
      WHERE attempt.id = kept.id AND attempt."sandboxId" = kept."sandboxId" AND (kept.over OR kept.surplus)
        AND (attempt.state IN ${terminalStates} OR attempt.state = 'waiting')
      RETURNING kept."sandboxId"
    )
    SELECT "sandboxId", "sandboxId" IN (SELECT "sandboxId" FROM released) AS due FROM kept`;
  const sandboxIds = rows.filter(({ due }) => due).map(({ sandboxId }) => sandboxId);
  return { sandboxIds, kept: rows.length - sandboxIds.length };
}
