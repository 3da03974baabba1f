import { connectionOf, type Database } from "../connection/connection.ts";
import { storableJson } from "../connection/storable.ts";

export type IdempotentEnd = { userId: string; key: string; status: number; response: unknown };

/** Stores the answer to replay. A server's own fault (5xx) is forgotten, so that the same key may try again. */
export async function endIdempotent(db: Database, { userId, key, status, response }: IdempotentEnd): Promise<void> {
  const { prisma } = connectionOf(db);
  if (status >= 500) {
    await prisma.$executeRaw`DELETE FROM "IdempotencyKey" WHERE "userId" = ${userId}::uuid AND key = ${key}`;
    return;
  }
  await prisma.$executeRaw`
    UPDATE "IdempotencyKey" SET status = ${status}::int, response = ${storableJson(response ?? null, (text) => text)}::jsonb
    WHERE "userId" = ${userId}::uuid AND key = ${key}`;
}
