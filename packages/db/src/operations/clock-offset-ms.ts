import { type Database, prismaOf } from "../connection/connection.ts";

/** The database's clock minus this process's, in ms, halving the round trip. */
export async function clockOffsetMs(db: Database): Promise<number> {
  const prisma = prismaOf(db);
  // The first query of a pool pays for its connection, which would count as offset.
  await prisma.$queryRaw`SELECT 1`;
  const before = Date.now();
  const [row] = await prisma.$queryRaw<{ ms: number }[]>`SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms`;
  return (row?.ms ?? before) - (before + Date.now()) / 2;
}
