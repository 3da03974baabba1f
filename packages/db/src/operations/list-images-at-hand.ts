import { type Database, prismaOf } from "../connection/connection.ts";

/** Images that the engine of any worker holds which reported within the last two minutes; null where none did. */
export async function listImagesAtHand(db: Database): Promise<string[] | null> {
  const rows = await prismaOf(db).$queryRaw<{ images: string[] }[]>`
    SELECT images FROM "Worker" WHERE "lastSeenAt" > now() - interval '2 minutes'`;
  return rows.length === 0 ? null : [...new Set(rows.flatMap(({ images }) => images))];
}
