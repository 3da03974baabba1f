import { type Database, prismaOf } from "../connection/connection.ts";
import { newId } from "../connection/new-id.ts";
import { hashToken } from "./token.ts";

const bootstrapName = "SLIPWAY_API_KEY";

/** Makes the key of the settings valid, and those that stood there before invalid. */
export async function ensureBootstrapKey(db: Database, { userId, key }: { userId: string; key: string }): Promise<void> {
  const keyHash = hashToken(key);
  await prismaOf(db).$executeRaw`
    WITH replaced AS (
      UPDATE "ApiKey" SET "revokedAt" = now() WHERE name = ${bootstrapName} AND "keyHash" <> ${keyHash} AND "revokedAt" IS NULL
    )
    INSERT INTO "ApiKey" (id, "userId", name, prefix, "keyHash")
    VALUES (${newId()}::uuid, ${userId}::uuid, ${bootstrapName}, 'settings', ${keyHash})
    ON CONFLICT ("keyHash") DO UPDATE SET "userId" = excluded."userId", "revokedAt" = NULL`;
}
