import { type Database, prismaOf } from "../connection/connection.ts";
import { missing } from "../connection/missing.ts";

/** The key stops working at once. Throws NotFoundError for a key that is not `userId`'s. */
export async function revokeApiKey(db: Database, { userId, id }: { userId: string; id: string }): Promise<void> {
  const changed = await prismaOf(db).$executeRaw`
    UPDATE "ApiKey" SET "revokedAt" = coalesce("revokedAt", now()) WHERE id = ${id}::uuid AND "userId" = ${userId}::uuid`;
  if (changed === 0) throw missing("API key", id);
}
