import { InvalidInputError, type SecretInput, type SecretSettings, secretSettings } from "@slipway/core";
import { newId } from "../connection/new-id.ts";
import type { Keyring } from "./keyring.ts";
import { missingKey, openSecret, type Sealed, type SealedAt, sealSecret } from "./seal-secret.ts";

type SecretRow = Sealed & { id: string; name: string };

export function valuePlace(rowId: string): SealedAt {
  return { table: "EnvironmentSecret", rowId, column: "ciphertext" };
}

/** Rows to create for the secrets that were given a value. Throws InvalidInputError where there is no key to seal them with. */
export function sealedRows(keyring: Keyring | null, secrets: Record<string, SecretInput | null>) {
  const given = Object.entries(secrets).filter((entry): entry is [string, SecretInput] => entry[1] !== null);
  if (given.length === 0) return [];
  if (keyring === null) {
    const message = "This server has no key to seal secrets with. Set SLIPWAY_SECRET_KEY; plain values belong into `variables`.";
    throw new InvalidInputError(
      message,
      given.map(([name]) => ({ path: `secrets.${name}`, message })),
    );
  }
  return given.map(([name, input]) => sealedRow(keyring, { name, ...secretSettings(input) }));
}

/** A row to create. */
export function sealedRow(keyring: Keyring, { value, ...settings }: SecretSettings & { name: string }) {
  const id = newId();
  return { id, ...settings, ...sealSecret(keyring, { value, at: valuePlace(id) }) };
}

/** Throws SecretsError. */
export function openRow(keyring: Keyring | null, { id, name, ...sealed }: SecretRow): string {
  if (keyring === null) throw missingKey({ name, keyId: sealed.keyId, known: [] });
  return openSecret(keyring, { sealed, at: valuePlace(id), name });
}
