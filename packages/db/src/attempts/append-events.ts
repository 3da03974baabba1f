import type { AttemptEvent, AttemptEventBody } from "@slipway/core";
import { connectionOf, type Database } from "../connection/connection.ts";
import { insertEvents } from "../connection/event-sql.ts";
import { iso } from "../connection/iso.ts";
import { fencedOff } from "../connection/missing.ts";
import { liveStates } from "../connection/state-sql.ts";
import { storable } from "../connection/storable.ts";

/**
 * Appends in one statement, numbered without gaps. Returns what was stored: redacted, NUL shown as U+2400.
 * Throws ConflictError, and stores nothing, once the attempt is not held with `epoch`.
 */
export async function appendEvents(
  db: Database,
  { attemptId, epoch, bodies }: { attemptId: string; epoch: number; bodies: readonly AttemptEventBody[] },
): Promise<AttemptEvent[]> {
  if (bodies.length === 0) return [];
  const { prisma, redact } = connectionOf(db);
  const stored = storable(bodies, redact);
  const rows = await prisma.$queryRaw<{ seq: number; at: Date }[]>`
    WITH fenced AS (
      UPDATE "Attempt" SET "lastSeq" = "lastSeq" + ${bodies.length}::int
      WHERE id = ${attemptId}::uuid AND epoch = ${epoch}::int AND state IN ${liveStates}
      RETURNING id, "lastSeq" - ${bodies.length}::int AS "firstSeq"
    ), inserted AS (${insertEvents("fenced", stored, (text) => text)} RETURNING seq, at)
    SELECT seq, at FROM inserted ORDER BY seq`;
  if (rows.length !== bodies.length) throw fencedOff({ attemptId, epoch });
  return stored.flatMap((body, index) => {
    const row = rows[index];
    return row === undefined ? [] : [{ attemptId, seq: row.seq, at: iso(row.at), body }];
  });
}
