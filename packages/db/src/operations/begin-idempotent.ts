import { type Database, prismaOf } from "../connection/connection.ts";

export type IdempotentStart =
  | { kind: "new" }
  | { kind: "replay"; status: number; response: unknown }
  | { kind: "mismatch" }
  | { kind: "busy" };

/**
 * Reserves an Idempotency-Key. `replay`: it was answered; `mismatch`: it stood for another request; `busy`: the first
 * request is under way. Keys live for a day; one whose request never ended is free again after a minute.
 */
export async function beginIdempotent(
  db: Database,
  { userId, key, requestHash }: { userId: string; key: string; requestHash: string },
): Promise<IdempotentStart> {
  const prisma = prismaOf(db);
  const reserved = await prisma.$executeRaw`
    INSERT INTO "IdempotencyKey" AS held (key, "userId", "requestHash") VALUES (${key}, ${userId}::uuid, ${requestHash})
    ON CONFLICT ("userId", key) DO UPDATE SET "requestHash" = excluded."requestHash", status = NULL, response = NULL, "createdAt" = now()
      WHERE held."createdAt" < now() - interval '1 day'
        OR (held.status IS NULL AND held."requestHash" = excluded."requestHash" AND held."createdAt" < now() - interval '1 minute')`;
  if (reserved > 0) return { kind: "new" };
  const held = await prisma.idempotencyKey.findUnique({ where: { userId_key: { userId, key } } });
  if (held === null) return { kind: "busy" };
  if (held.requestHash !== requestHash) return { kind: "mismatch" };
  return held.status === null ? { kind: "busy" } : { kind: "replay", status: held.status, response: held.response };
}
