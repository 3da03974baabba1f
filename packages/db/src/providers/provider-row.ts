import { InvalidInputError, ModelApi, type Provider, ProviderModel } from "@slipway/core";
import { z } from "zod";
import { iso, isoOrNull } from "../connection/iso.ts";
import type { Provider as Row } from "../generated/client.ts";
import type { Keyring } from "../secrets/keyring.ts";
import { missingKey, openSecret, type Sealed, type SealedAt, sealSecret } from "../secrets/seal-secret.ts";

export type ProviderRow = Row;

/** The address is part of it: a key whose row was given another address by whatever means does not open. */
function keyPlace({ id, baseUrl }: Pick<Row, "id" | "baseUrl">): SealedAt {
  return { table: "Provider", rowId: id, column: `ciphertext\0${baseUrl}` };
}

const nothingSealed = { ciphertext: null, nonce: null, keyId: null };

/** Columns for a key, or for none. Throws InvalidInputError where there is nothing to seal it with. */
export function sealedKey(
  keyring: Keyring | null,
  { key, ...at }: { id: string; baseUrl: string; key: string | null },
): Sealed | typeof nothingSealed {
  if (key === null) return nothingSealed;
  if (keyring === null) {
    const message = "This server has no key to seal a provider's key with. Set SLIPWAY_SECRET_KEY and start Slipway again.";
    throw new InvalidInputError(message, [{ path: "key", message }]);
  }
  return sealSecret(keyring, { value: key, at: keyPlace(at) });
}

/** Null where the row has none. Throws SecretsError. */
export function openKey(keyring: Keyring | null, row: Row): string | null {
  const { ciphertext, nonce, keyId, name } = row;
  if (ciphertext === null || nonce === null || keyId === null) return null;
  const told = `of the provider ${name}`;
  if (keyring === null) throw missingKey({ name: told, keyId, known: [] });
  return openSecret(keyring, { sealed: { ciphertext, nonce, keyId }, at: keyPlace(row), name: told });
}

export function toProvider(row: Row): Provider {
  return {
    id: row.id,
    name: row.name,
    baseUrl: row.baseUrl,
    api: ModelApi.parse(row.api),
    hasKey: row.ciphertext !== null,
    models: z.array(ProviderModel).parse(row.models),
    limitedUntil: row.limitedUntil === null || row.limitedUntil < new Date() ? null : isoOrNull(row.limitedUntil),
    createdAt: iso(row.createdAt),
    updatedAt: iso(row.updatedAt),
  };
}
