import { type Database, prismaOf } from "../connection/connection.ts";

/** Forgets tests that were asked for more than a day ago: their page is long gone. */
export async function sweepProviderTests(db: Database): Promise<void> {
  await prismaOf(db).$executeRaw`DELETE FROM "ProviderTest" WHERE "createdAt" < now() - interval '1 day'`;
}
