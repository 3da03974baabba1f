import { type Database, prismaOf } from "../connection/connection.ts";

/** Removes uploads that nobody sent within a day of the database's clock; returns how many. */
export async function sweepImages(db: Database): Promise<number> {
  return await prismaOf(db).$executeRaw`
    DELETE FROM "Image" WHERE "turnId" IS NULL AND "messageId" IS NULL AND "attemptId" IS NULL AND "createdAt" < now() - interval '1 day'`;
}
