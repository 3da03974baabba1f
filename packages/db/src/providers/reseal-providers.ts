import { connectionOf, type Database } from "../connection/connection.ts";
import { SecretsError } from "../secrets/secrets-error.ts";
import { openKey, sealedKey } from "./provider-row.ts";

export type ProviderReseal = { resealed: number; unreadable: { providerId: string; name: string; reason: string }[] };

/** Seals providers' keys with the writing key, as `resealSecrets` does with those of environments. */
export async function resealProviders(db: Database): Promise<ProviderReseal> {
  const { prisma, keyring } = connectionOf(db);
  const result: ProviderReseal = { resealed: 0, unreadable: [] };
  if (keyring === null) return result;
  const rows = await prisma.provider.findMany({ where: { keyId: { not: keyring.writing.id } } });
  for (const row of rows) {
    const { id, name, baseUrl, nonce } = row;
    try {
      const data = sealedKey(keyring, { id, baseUrl, key: openKey(keyring, row) });
      // The nonce tells whether the row is still the one that was opened.
      const { count } = await prisma.provider.updateMany({ where: { id, nonce }, data });
      result.resealed += count;
    } catch (error) {
      if (!(error instanceof SecretsError)) throw error;
      result.unreadable.push({ providerId: id, name, reason: error.message });
    }
  }
  return result;
}
