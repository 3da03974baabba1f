import { createHmac, hkdfSync } from "node:crypto";
import type { SecretScope } from "@slipway/core";
import { connectionOf, type Database } from "../connection/connection.ts";
import { openRow } from "./secret-row.ts";

export type SecretHash = { name: string; scope: SecretScope; hash: string };

/**
 * What tells whether a secret changed, by name, without telling its value: an HMAC under a key derived from the one that
 * seals the row, so that nobody without that key can try values. Sealing anew with another key changes it once. Throws SecretsError.
 */
export async function secretHashes(db: Database, { environmentId }: { environmentId: string }): Promise<SecretHash[]> {
  const { prisma, keyring } = connectionOf(db);
  const rows = await prisma.environmentSecret.findMany({ where: { environmentId }, orderBy: { name: "asc" } });
  return rows.map(({ id, name, scope, ciphertext, nonce, keyId }) => {
    const value = openRow(keyring, { id, name, ciphertext, nonce, keyId });
    const held = keyring?.keys.get(keyId);
    if (held === undefined) throw new TypeError("An opened row has a key");
    const key = Buffer.from(hkdfSync("sha256", held.key, "", "slipway secret hash", 32));
    return { name, scope, hash: createHmac("sha256", key).update([name, scope, value].join("\0")).digest("hex") };
  });
}
