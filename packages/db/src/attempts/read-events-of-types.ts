import { AttemptEvent, type AttemptEventType } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";
import { iso } from "../connection/iso.ts";

/** An attempt's events of the named types alone, in order, at most `limit`. */
export async function readEventsOfTypes(
  db: Database,
  { attemptId, types, limit }: { attemptId: string; types: readonly AttemptEventType[]; limit: number },
): Promise<AttemptEvent[]> {
  const rows = await prismaOf(db).$queryRaw<{ seq: number; at: Date; body: unknown }[]>`
    SELECT seq, at, body FROM "Event"
    WHERE "attemptId" = ${attemptId}::uuid AND type = ANY(${[...types]}::text[]) ORDER BY seq LIMIT ${limit}::int`;
  return rows.flatMap((row) => {
    const event = AttemptEvent.safeParse({ ...row, attemptId, at: iso(row.at) });
    return event.success ? [event.data] : [];
  });
}
