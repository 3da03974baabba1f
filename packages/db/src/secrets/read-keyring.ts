import { readFile } from "node:fs/promises";
import { type Keyring, parseKeyring } from "./keyring.ts";
import { SecretsError } from "./secrets-error.ts";

/** From `keys` where it is given, else from the file; null where neither is. Throws SecretsError. */
export async function readKeyring({ keys, file }: { keys?: string | undefined; file?: string | undefined }): Promise<Keyring | null> {
  if (keys !== undefined) return parseKeyring(keys);
  if (file === undefined) return null;
  const text = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new SecretsError(`The secret key ${file} cannot be read (${cause.code}). Put it back, or set SLIPWAY_SECRET_KEY.`, { cause });
  });
  return parseKeyring(text);
}
