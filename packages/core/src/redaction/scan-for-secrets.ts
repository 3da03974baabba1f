import type { Secret } from "./create-redactor.ts";
import { matchSecrets } from "./match-secrets.ts";

export type SecretScan = {
  /** Takes the next bytes; true as soon as every secret was found. */
  feed(bytes: Uint8Array): boolean;
  /** Names, in the order of the secrets. */
  found(): string[];
};

/** Looks through bytes that come in pieces for the secrets' values in every encoding, keeping no more than the beginning of one. */
export type SecretScanner = { open(): SecretScan };

/** Prepared once, opened for each stream of bytes: a value is found in its usual encodings, also across pieces. */
export function createSecretScanner(secrets: readonly Secret[]): SecretScanner {
  const matcher = matchSecrets(secrets, (text) => bytesAsText(utf8.encode(text)));
  const open = (): SecretScan => {
    const names = new Set<string>();
    let carry = "";
    return {
      feed(bytes) {
        const text = carry + bytesAsText(bytes);
        for (const { name } of matcher.find(text)) names.add(name);
        carry = text.slice(matcher.unfinishedFrom(text));
        return names.size === matcher.names.size;
      },
      found: () => [...new Set(secrets.map(({ name }) => name))].filter((name) => names.has(name)),
    };
  };
  return { open };
}

/** The names of the secrets whose value stands in the bytes, in whatever encoding. */
export function findSecrets(bytes: Uint8Array, secrets: readonly Secret[]): string[] {
  const scan = createSecretScanner(secrets).open();
  scan.feed(bytes);
  return scan.found();
}

/** The same for a stream such as an exported file system; the stream is left where the last of the secrets was found. */
export async function scanForSecrets(stream: AsyncIterable<Uint8Array>, secrets: readonly Secret[]): Promise<{ found: string[] }> {
  const scan = createSecretScanner(secrets).open();
  for await (const bytes of stream) if (scan.feed(bytes)) break;
  return { found: scan.found() };
}

const utf8 = new TextEncoder();
/** WHATWG's "latin1" gives each of the 256 bytes a character of its own, which is all that matters here. */
const oneToOne = new TextDecoder("latin1");

function bytesAsText(bytes: Uint8Array): string {
  return oneToOne.decode(bytes);
}
