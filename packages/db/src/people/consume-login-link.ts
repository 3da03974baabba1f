import { type Database, prismaOf } from "../connection/connection.ts";
import { newId } from "../connection/new-id.ts";
import { hashToken, newToken } from "./token.ts";

/** Turns a login link into a session of the owner. Null when it is unknown, used or expired; of two uses one wins. */
export async function consumeLoginLink(
  db: Database,
  { token, sessionSeconds }: { token: string; sessionSeconds: number },
): Promise<{ sessionToken: string; userId: string } | null> {
  const sessionToken = newToken();
  const [session] = await prismaOf(db).$queryRaw<{ userId: string }[]>`
    WITH owner AS (SELECT id FROM "User" WHERE role = 'owner' ORDER BY "createdAt", id LIMIT 1),
    used AS (
      UPDATE "LoginLink" SET "usedAt" = now()
      WHERE "tokenHash" = ${hashToken(token)} AND "usedAt" IS NULL AND "expiresAt" > now() AND EXISTS (SELECT FROM owner) RETURNING id
    )
    INSERT INTO "Session" (id, "userId", "tokenHash", "expiresAt")
    SELECT ${newId()}::uuid, owner.id, ${hashToken(sessionToken)}, now() + make_interval(secs => ${sessionSeconds}::float8) FROM used, owner
    RETURNING "userId"`;
  return session === undefined ? null : { sessionToken, userId: session.userId };
}
