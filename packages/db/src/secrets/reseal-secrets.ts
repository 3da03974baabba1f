import { connectionOf, type Database } from "../connection/connection.ts";
import { sealSecret } from "./seal-secret.ts";
import { openRow, valuePlace } from "./secret-row.ts";
import { SecretsError } from "./secrets-error.ts";

export type Reseal = { resealed: number; unreadable: { environmentId: string; name: string; reason: string }[] };

/**
 * Seals with the writing key what an older one sealed; after that the older one may go. Safe beside other processes and
 * beside people who change secrets meanwhile. What cannot be opened stays as it is and is told. Without a keyring: nothing.
 */
export async function resealSecrets(db: Database): Promise<Reseal> {
  const { prisma, keyring } = connectionOf(db);
  const result: Reseal = { resealed: 0, unreadable: [] };
  if (keyring === null) return result;
  const rows = await prisma.environmentSecret.findMany({ where: { keyId: { not: keyring.writing.id } } });
  for (const { id, environmentId, name, ciphertext, nonce, keyId } of rows) {
    try {
      const value = openRow(keyring, { id, name, ciphertext, nonce, keyId });
      const data = sealSecret(keyring, { value, at: valuePlace(id) });
      // The nonce tells whether the row is still the one that was opened.
      const { count } = await prisma.environmentSecret.updateMany({ where: { id, nonce }, data });
      result.resealed += count;
    } catch (error) {
      if (!(error instanceof SecretsError)) throw error;
      result.unreadable.push({ environmentId, name, reason: error.message });
    }
  }
  return result;
}
