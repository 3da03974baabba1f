import { AttemptEvent } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";
import { iso } from "../connection/iso.ts";

/** Events after `after`, in order, at most `limit` (1000). Types that a newer version wrote are left out. */
export async function readEvents(
  db: Database,
  { attemptId, after, limit = 1_000 }: { attemptId: string; after: number; limit?: number },
): Promise<AttemptEvent[]> {
  const rows = await prismaOf(db).$queryRaw<{ seq: number; at: Date; body: unknown }[]>`
    SELECT seq, at, body FROM "Event" WHERE "attemptId" = ${attemptId}::uuid AND seq > ${after}::int ORDER BY seq LIMIT ${limit}::int`;
  return rows.flatMap((row) => {
    const event = AttemptEvent.safeParse({ ...row, attemptId, at: iso(row.at) });
    return event.success ? [event.data] : [];
  });
}
