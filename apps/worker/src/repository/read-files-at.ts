import { InvalidInputError } from "@slipway/core";
import type { ReadFile } from "@slipway/environment";
import { type Mirror, readFileAt } from "@slipway/forge";

/** Reads files as of a commit, for the environment. One that is too large is given as blanks, and refused by its length later. */
export function readFilesAt(mirror: Mirror, treeish: string): ReadFile {
  return async (path, maxBytes) => {
    const bytes = await readFileAt(mirror, { treeish, path, maxBytes }).catch((error: unknown) => {
      if (error instanceof InvalidInputError) return new Uint8Array(maxBytes + 1);
      throw error;
    });
    return bytes === null ? null : new TextDecoder().decode(bytes);
  };
}
