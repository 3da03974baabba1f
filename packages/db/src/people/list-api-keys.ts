import { type Database, prismaOf } from "../connection/connection.ts";
import { iso, isoOrNull } from "../connection/iso.ts";

/** `prefix` is what a person recognises the key by. */
export type ApiKeyFacts = { id: string; name: string; prefix: string; createdAt: string; lastUsedAt: string | null };

/** A person's keys that still work, newest first. */
export async function listApiKeys(db: Database, { userId }: { userId: string }): Promise<ApiKeyFacts[]> {
  const rows = await prismaOf(db).apiKey.findMany({
    where: { userId, revokedAt: null },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { id: true, name: true, prefix: true, createdAt: true, lastUsedAt: true },
  });
  return rows.map((row) => ({ ...row, createdAt: iso(row.createdAt), lastUsedAt: isoOrNull(row.lastUsedAt) }));
}
