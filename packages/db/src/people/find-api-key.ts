import { type Database, prismaOf } from "../connection/connection.ts";
import type { Person } from "./person.ts";
import { hashToken } from "./token.ts";

/** Whose key it is; null when it is unknown or revoked. `lastUsedAt` moves once a minute at most. */
export async function findApiKey(db: Database, { key }: { key: string }): Promise<Person | null> {
  const [person] = await prismaOf(db).$queryRaw<Person[]>`
    WITH found AS (
      SELECT api_key.id, api_key."lastUsedAt", person.id AS "userId", person.name, person.role::text AS role
      FROM "ApiKey" api_key JOIN "User" person ON person.id = api_key."userId"
      WHERE api_key."keyHash" = ${hashToken(key)} AND api_key."revokedAt" IS NULL
    ), used AS (
      UPDATE "ApiKey" SET "lastUsedAt" = now()
      WHERE id IN (SELECT id FROM found WHERE coalesce("lastUsedAt", '-infinity') < now() - interval '1 minute')
    )
    SELECT "userId", name, role FROM found`;
  return person ?? null;
}
