import { type Database, prismaOf } from "../connection/connection.ts";

/** Until when the provider's rate limit lets nothing through; null where it is open. On the database's clock, for every worker the same. */
export async function readProviderLimit(db: Database, { providerId }: { providerId: string }): Promise<{ waitMs: number } | null> {
  const [row] = await prismaOf(db).$queryRaw<{ waitMs: number }[]>`
    SELECT extract(epoch FROM "limitedUntil" - now())::float8 * 1000 AS "waitMs" FROM "Provider"
    WHERE id = ${providerId}::uuid AND "limitedUntil" > now()`;
  return row ?? null;
}

/** Closes the gate for `waitMs` from now; an earlier, longer closing stays. */
export async function limitProvider(db: Database, { providerId, waitMs }: { providerId: string; waitMs: number }): Promise<void> {
  await prismaOf(db).$executeRaw`
    UPDATE "Provider" SET "limitedUntil" = greatest("limitedUntil", now() + make_interval(secs => ${waitMs / 1000}::float8))
    WHERE id = ${providerId}::uuid`;
}
