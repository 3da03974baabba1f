import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { Keyring } from "./keyring.ts";
import { SecretsError } from "./secrets-error.ts";

/** Where a sealed value stands. It opens there and nowhere else. */
export type SealedAt = { table: string; rowId: string; column: string };

/** `ciphertext` ends in the 16 bytes of the authentication tag. */
export type Sealed = { ciphertext: Uint8Array<ArrayBuffer>; nonce: Uint8Array<ArrayBuffer>; keyId: string };

const ALGORITHM = "aes-256-gcm";
/** A random 96-bit nonce is safe for 2^32 values per key (NIST SP 800-38D §8.3). */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export function sealSecret({ writing }: Keyring, { value, at }: { value: string; at: SealedAt }): Sealed {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, writing.key, nonce, { authTagLength: TAG_BYTES }).setAAD(additionalData(at));
  const ciphertext = Buffer.concat([cipher.update(value, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return { ciphertext: new Uint8Array(ciphertext), nonce: new Uint8Array(nonce), keyId: writing.id };
}

/** Throws SecretsError for a key that is not at hand and for a value that was changed, moved or cut; `name` is for its message. */
export function openSecret(keyring: Keyring, { sealed, at, name }: { sealed: Sealed; at: SealedAt; name: string }): string {
  const { ciphertext, nonce, keyId } = sealed;
  const held = keyring.keys.get(keyId);
  if (held === undefined) throw missingKey({ name, keyId, known: [...keyring.keys.keys()] });
  if (nonce.length !== NONCE_BYTES || ciphertext.length <= TAG_BYTES) throw damaged(name);
  try {
    const decipher = createDecipheriv(ALGORITHM, held.key, nonce, { authTagLength: TAG_BYTES }).setAAD(additionalData(at));
    decipher.setAuthTag(ciphertext.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(ciphertext.subarray(0, -TAG_BYTES)), decipher.final()]).toString("utf8");
  } catch (cause) {
    throw damaged(name, cause);
  }
}

/** What a reader is told whose keys do not hold the one that sealed a value. */
export function missingKey({ name, keyId, known }: { name: string; keyId: string; known: readonly string[] }): SecretsError {
  const held = known.length === 0 ? "has none" : `has ${known.join(", ")}`;
  return new SecretsError(
    `Secret ${name} was sealed with the key ${keyId}; this server ${held}. Add that key to SLIPWAY_SECRET_KEY ` +
      "(several are separated by commas: the first one seals, all open), or give the secret its value again.",
  );
}

function damaged(name: string, cause?: unknown): SecretsError {
  return new SecretsError(`Secret ${name} is stored damaged or in another's place and cannot be opened. Give it its value again.`, {
    cause,
  });
}

function additionalData({ table, rowId, column }: SealedAt): Buffer {
  return Buffer.from([table, rowId, column].join("\0"));
}
