import { type Database, prismaOf } from "../connection/connection.ts";
import { newId } from "../connection/new-id.ts";
import { hashToken, newToken } from "./token.ts";

/** A token that lets one browser in as the owner, once, within `ttlSeconds`. */
export async function createLoginLink(db: Database, { ttlSeconds }: { ttlSeconds: number }): Promise<{ token: string }> {
  const token = newToken();
  await prismaOf(db).$executeRaw`
    INSERT INTO "LoginLink" (id, "tokenHash", "expiresAt")
    VALUES (${newId()}::uuid, ${hashToken(token)}, now() + make_interval(secs => ${ttlSeconds}::float8))`;
  return { token };
}
