import { type Database, prismaOf } from "../connection/connection.ts";
import { newId } from "../connection/new-id.ts";
import { hashToken, newToken } from "./token.ts";

/** The key is told here and never again; only its SHA-256 is stored. */
export async function createApiKey(db: Database, { userId, name }: { userId: string; name: string }): Promise<{ id: string; key: string }> {
  const id = newId();
  const key = `slw_${newToken()}`;
  await prismaOf(db).apiKey.create({ data: { id, userId, name, prefix: key.slice(0, 8), keyHash: hashToken(key) } });
  return { id, key };
}
