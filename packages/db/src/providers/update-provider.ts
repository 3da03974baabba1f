import { InvalidInputError, type Provider, type UpdateProviderInput } from "@slipway/core";
import { connectionOf, type Database } from "../connection/connection.ts";
import { missing } from "../connection/missing.ts";
import type { Keyring } from "../secrets/keyring.ts";
import { namedOnce } from "./named-once.ts";
import { type ProviderRow, sealedKey, toProvider } from "./provider-row.ts";

/**
 * Changes the fields that are given. A stored key does not follow its provider to another address: then the key is given
 * anew, or null. Throws InvalidInputError, NotFoundError.
 */
export async function updateProvider(
  db: Database,
  { providerId, input }: { providerId: string; input: UpdateProviderInput },
): Promise<Provider> {
  const { prisma, keyring } = connectionOf(db);
  const write = () =>
    prisma.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT FROM "Provider" WHERE id = ${providerId}::uuid FOR UPDATE`;
      const row = await tx.provider.findUnique({ where: { id: providerId, deletedAt: null } });
      if (row === null) throw missing("provider", providerId);
      refuseMovedKey(row, input);
      return await tx.provider.update({ where: { id: providerId }, data: changes(keyring, row, input) });
    });
  return toProvider(await namedOnce(input.name ?? "", write));
}

function refuseMovedKey(row: ProviderRow, { baseUrl, key }: UpdateProviderInput): void {
  if (baseUrl === undefined || baseUrl === row.baseUrl || key !== undefined || row.ciphertext === null) return;
  const message = "Another address needs the key again: a stored key is only ever sent to the server that it was given for.";
  throw new InvalidInputError(message, [{ path: "key", message }]);
}

/** Another server has limits of its own. */
function changes(keyring: Keyring | null, row: ProviderRow, { key, baseUrl = row.baseUrl, ...rest }: UpdateProviderInput) {
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const sealed = key === undefined ? {} : sealedKey(keyring, { id: row.id, baseUrl, key });
  const moved = baseUrl === row.baseUrl ? {} : { baseUrl, limitedUntil: null };
  return { ...given, ...sealed, ...moved, updatedAt: new Date() };
}
