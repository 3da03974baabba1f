import { type Database, prismaOf } from "../connection/connection.ts";
import type { Person } from "./person.ts";
import { hashToken } from "./token.ts";

/** Whose session the token opens; null when it is unknown or over. `lastSeenAt` moves once a minute at most. */
export async function findSession(db: Database, { token }: { token: string }): Promise<Person | null> {
  const [person] = await prismaOf(db).$queryRaw<Person[]>`
    WITH found AS (
      SELECT session.id, session."lastSeenAt", person.id AS "userId", person.name, person.role::text AS role
      FROM "Session" session JOIN "User" person ON person.id = session."userId"
      WHERE session."tokenHash" = ${hashToken(token)} AND session."expiresAt" > now()
    ), seen AS (
      UPDATE "Session" SET "lastSeenAt" = now() WHERE id IN (SELECT id FROM found WHERE "lastSeenAt" < now() - interval '1 minute')
    )
    SELECT "userId", name, role FROM found`;
  return person ?? null;
}
