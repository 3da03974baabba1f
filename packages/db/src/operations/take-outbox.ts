import { type Database, prismaOf } from "../connection/connection.ts";

export type OutboxRow = { topic: "attempt" | "delivery" | "cancel" | "terminal" | "provider_test" | "judgement"; subjectId: string };

/**
 * Hands up to `limit` doorbells to `deliver`, oldest first, and deletes what was delivered; returns how many. Rows that
 * another process has in hand are left to it. When `deliver` throws, that row and those after it stay, and it throws.
 */
export async function takeOutbox(
  db: Database,
  { limit, deliver }: { limit: number; deliver: (row: OutboxRow) => Promise<void> },
): Promise<number> {
  const { delivered, failure } = await prismaOf(db).$transaction(
    async (tx) => {
      const rows = await tx.$queryRaw<(OutboxRow & { id: bigint })[]>`
        SELECT id, topic::text AS topic, "subjectId" FROM "Outbox" ORDER BY id LIMIT ${limit}::int FOR UPDATE SKIP LOCKED`;
      const handed = await deliverInOrder(rows, deliver);
      if (handed.delivered.length > 0) await tx.$executeRaw`DELETE FROM "Outbox" WHERE id = ANY(${handed.delivered}::bigint[])`;
      return handed;
    },
    { maxWait: 10_000, timeout: 60_000 },
  );
  if (failure !== null) throw failure.error;
  return delivered.length;
}

type Handed = { delivered: bigint[]; failure: { error: unknown } | null };

async function deliverInOrder(rows: readonly (OutboxRow & { id: bigint })[], deliver: (row: OutboxRow) => Promise<void>): Promise<Handed> {
  const delivered: bigint[] = [];
  for (const { id, ...row } of rows) {
    try {
      await deliver(row);
    } catch (error) {
      return { delivered, failure: { error } };
    }
    delivered.push(id);
  }
  return { delivered, failure: null };
}
