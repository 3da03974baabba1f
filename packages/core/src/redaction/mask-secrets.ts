import type { Secret } from "./create-redactor.ts";
import { matchSecrets } from "./match-secrets.ts";

export type SecretMask = {
  /** The bytes with `*` in the place of each byte of a secret. */
  mask(bytes: Uint8Array): Uint8Array;
  /** For bytes that come in pieces, which may cut a secret anywhere. */
  open(): MaskStream;
};

export type MaskStream = {
  /** What can be told by now; the beginning of a possible secret is kept back until it is one or is none. */
  write(bytes: Uint8Array): Uint8Array;
  /** What was kept back. The stream begins anew. */
  end(): Uint8Array;
};

type State = {
  carry: Uint8Array;
  /** So many of the carry's first bytes belong to a secret whose beginning is already out. */
  covered: number;
};

const NONE = new Uint8Array(0);
const ASTERISK = 0x2a;

/**
 * Makes the values unreadable, in the encodings of `createRedactor`, without changing a length: what tells a length elsewhere stays
 * true, and bytes that are no text come through as they are.
 */
export function createSecretMask(secrets: readonly Secret[]): SecretMask {
  const matcher = matchSecrets(secrets, (text) => asText(utf8.encode(text)));
  const read = ({ carry, covered }: State, bytes: Uint8Array, isLast: boolean) => {
    const buffer = joined(carry, bytes);
    const text = asText(buffer);
    const settled = isLast ? buffer.length : matcher.unfinishedFrom(text);
    const output = buffer.slice(0, settled).fill(ASTERISK, 0, covered);
    let end = covered;
    for (const range of matcher.find(text)) {
      if (range.start >= settled) break;
      output.fill(ASTERISK, range.start, range.end);
      end = Math.max(end, range.end);
    }
    return { output, state: { carry: buffer.slice(settled), covered: Math.max(0, end - settled) } };
  };
  const start: State = { carry: NONE, covered: 0 };
  return {
    mask: (bytes) => read(start, bytes, true).output,
    open() {
      let state = start;
      return {
        write(bytes) {
          const { output, state: next } = read(state, bytes, false);
          state = next;
          return output;
        },
        end() {
          const { output } = read(state, NONE, true);
          state = start;
          return output;
        },
      };
    },
  };
}

const utf8 = new TextEncoder();
/** WHATWG's "latin1" gives each of the 256 bytes one character, so that places in the text are places in the bytes. */
const oneToOne = new TextDecoder("latin1");

function asText(bytes: Uint8Array): string {
  return oneToOne.decode(bytes);
}

/** Always bytes of our own: a Buffer's `slice` shares its bytes, and its `fill` refuses an end behind its own. */
function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
