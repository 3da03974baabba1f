import { createHash, createSecretKey, type KeyObject } from "node:crypto";
import { SecretsError } from "./secrets-error.ts";

/** Held as a KeyObject, which neither a log nor an inspection prints. */
type SecretKey = { id: string; key: KeyObject };

/** The keys that secrets at rest are sealed with: `writing` seals, all of them open. */
export type Keyring = { readonly writing: SecretKey; readonly keys: ReadonlyMap<string, SecretKey> };

const KEY_BYTES = 32;

/**
 * From base64 texts of 32 bytes each, separated by commas or white space; the first one writes. A key's id is the first
 * 8 hexadecimal digits of its SHA-256. Throws SecretsError, which never quotes a key.
 */
export function parseKeyring(text: string): Keyring {
  const keys = text
    .split(/[\s,]+/)
    .filter((part) => part !== "")
    .map(parseKey);
  const [writing] = keys;
  if (writing === undefined) throw new SecretsError(`The secret key is empty. ${HOW_TO_MAKE_ONE}`);
  return { writing, keys: new Map(keys.map((key) => [key.id, key])) };
}

const HOW_TO_MAKE_ONE = "Make one with: openssl rand -base64 32";

function parseKey(text: string, index: number): SecretKey {
  const bytes = Buffer.from(text, "base64");
  if (bytes.length !== KEY_BYTES || !/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) {
    throw new SecretsError(`Secret key number ${index + 1} is not ${KEY_BYTES} bytes in base64. ${HOW_TO_MAKE_ONE}`);
  }
  return { id: createHash("sha256").update(bytes).digest("hex").slice(0, 8), key: createSecretKey(bytes) };
}
