import type { Readable } from "node:stream";
import { createSecretScanner, type Secret } from "@slipway/core";
import { extract } from "tar-stream";

export type SecretFile = { secret: string; path: string };

/** Enough to know what to mend. */
const MAX_FILES = 10;

/**
 * The files of a tar archive that hold a secret's value in whatever encoding, in their content, name or link target; at
 * most ten. Compressed content is not looked into. Memory stays bounded, and the stream is destroyed in the end.
 */
export async function findSecretFiles(archive: Readable, secrets: readonly Secret[]): Promise<SecretFile[]> {
  const scanner = createSecretScanner(secrets);
  const found: SecretFile[] = [];
  const entries = extract();
  archive.on("error", (error) => entries.destroy(error));
  archive.pipe(entries);
  try {
    for await (const entry of entries) {
      const { name, linkname } = entry.header;
      const scan = scanner.open();
      scan.feed(Buffer.from(`${name}\n${linkname ?? ""}\n`));
      for await (const bytes of entry as AsyncIterable<Uint8Array>) scan.feed(bytes);
      for (const secret of scan.found()) found.push({ secret, path: `/${name}` });
      if (found.length >= MAX_FILES) break;
    }
    return found.slice(0, MAX_FILES);
  } finally {
    archive.destroy();
  }
}
