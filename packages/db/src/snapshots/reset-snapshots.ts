import { type Database, prismaOf } from "../connection/connection.ts";

/** The next attempt builds anew; attempts that run keep what they run on. Returns how many snapshots were set aside. */
export async function resetSnapshots(db: Database, { environmentId }: { environmentId: string }): Promise<number> {
  return await prismaOf(db).$executeRaw`
    UPDATE "Snapshot" SET "retiredAt" = now(), "contentKey" = "contentKey" || ':' || id
    WHERE "environmentId" = ${environmentId}::uuid AND "retiredAt" IS NULL`;
}
