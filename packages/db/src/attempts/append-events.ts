import type { AttemptEvent, AttemptEventBody } from "@slipway/core";
import { connectionOf, type Database } from "../connection/connection.ts";
import { insertEvents } from "../connection/event-sql.ts";
import { iso } from "../connection/iso.ts";
import { fencedOff } from "../connection/missing.ts";
import { liveStates } from "../connection/state-sql.ts";
import { storable } from "../connection/storable.ts";
import type { EventRedaction } from "./event-redaction.ts";

export type NewEvents = { attemptId: string; epoch: number; bodies: readonly AttemptEventBody[]; redaction?: EventRedaction };

/**
 * Appends in one statement, numbered without gaps. Returns what was stored: redacted, NUL shown as U+2400.
 * With a `redaction` the attempt's own secrets are taken out too; it may keep back output, or give what it kept back before.
 * Throws ConflictError, and stores nothing, once the attempt is not held with `epoch`.
 */
export async function appendEvents(db: Database, { attemptId, epoch, bodies: given, redaction }: NewEvents): Promise<AttemptEvent[]> {
  const { prisma, redact } = connectionOf(db);
  const bodies = redaction?.take(given) ?? given;
  if (bodies.length === 0) return [];
  const stored = storable(bodies, redaction?.redact ?? redact);
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
