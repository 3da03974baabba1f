import { InvalidInputError } from "@slipway/core";
import { ENVIRONMENT_FILE_BYTES, ENVIRONMENT_FILE_PATH } from "@slipway/environment";
import { type Mirror, readFileAt } from "@slipway/forge";

/** The repository's own environment, null where it has none. One that is too large to read is refused by its length later. */
export async function readEnvironmentText(mirror: Mirror, treeish: string): Promise<string | null> {
  const reading = readFileAt(mirror, { treeish, path: ENVIRONMENT_FILE_PATH, maxBytes: ENVIRONMENT_FILE_BYTES });
  const bytes = await reading.catch((error: unknown) => {
    if (error instanceof InvalidInputError) return new Uint8Array(ENVIRONMENT_FILE_BYTES + 1);
    throw error;
  });
  return bytes === null ? null : new TextDecoder().decode(bytes);
}
