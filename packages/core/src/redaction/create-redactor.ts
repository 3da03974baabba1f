import type { NeedleMatcher, SecretRange } from "./match-needles.ts";
import { matchSecrets } from "./match-secrets.ts";
import { findTokens, type TokenPattern, type TokenRange, unfinishedTokenFrom } from "./token-patterns.ts";

/** A value to keep out of what is stored and shown, and the name to show in its place. */
export type Secret = { name: string; value: string };

export type Redactor = {
  /** The text with `[secret NAME]` for each secret. The same text where there is none. */
  redact(text: string): string;
  /** For a text that comes in pieces, which may cut a secret anywhere. */
  open(): RedactionStream;
};

export type RedactionStream = {
  /** What can be told by now; the beginning of a possible secret is kept back until it is one or is none. */
  write(text: string): string;
  /** What was kept back. The stream begins anew. */
  end(): string;
};

/**
 * Knows the values (of 6 characters and more) in the usual encodings, and tokens and private keys by their looks. Base64 and hex of
 * 8 characters and more are known across line ends too. Not found: what was compressed, encrypted, reversed or split by other text.
 */
export function createRedactor({ secrets }: { secrets: readonly Secret[] }): Redactor {
  const matcher = matchSecrets(secrets);
  return {
    redact: (text) => readPiece(matcher, START, { text, isLast: true }).output,
    open() {
      let state = START;
      const take = (text: string, isLast: boolean): string => {
        const read = readPiece(matcher, state, { text, isLast });
        state = isLast ? START : read.state;
        return read.output;
      };
      return { write: (text) => take(text, false), end: () => take("", true) };
    },
  };
}

type State = {
  /** What was kept back. */
  carry: string;
  /** So many of its first characters belong to a secret whose replacement is already out. */
  covered: number;
  /** The kind of token that the text before has begun and not ended. */
  open: TokenPattern | null;
  /** The character before the carry. */
  before: string;
};

const START: State = { carry: "", covered: 0, open: null, before: "" };

function readPiece(matcher: NeedleMatcher, state: State, { text, isLast }: { text: string; isLast: boolean }) {
  const buffer = state.carry + text;
  const tokens = [...begunRange(state, buffer), ...findTokens(buffer, state.before)];
  // A private key may hold what looks like another token, but not the other way round.
  const [last] = tokens.filter(({ open }) => open !== null).toSorted((a, b) => lookBack(b) - lookBack(a));
  const settled = isLast ? buffer.length : settledUpTo(matcher, { buffer, before: state.before, kept: last ? lookBack(last) : 0 });
  const ranges = mergeRanges([...matcher.find(buffer), ...tokens]);
  const { output, end } = replaceRanges(buffer, ranges, settled);
  const next: State = {
    carry: buffer.slice(settled),
    covered: Math.max(0, end - settled),
    open: last !== undefined && last.start < settled ? last.open : null,
    before: settled === 0 ? state.before : buffer.charAt(settled - 1),
  };
  return { output, state: next };
}

/** The secret that began in an earlier piece. It starts before the buffer, so nothing stands for it again. */
function begunRange({ covered, open }: State, buffer: string): TokenRange[] {
  if (open === null) return covered === 0 ? [] : [{ start: -1, end: covered, name: "", open: null }];
  const extended = open.extend(buffer, 0);
  return [{ start: -1, end: Math.max(covered, extended.end), name: "", open: extended.open ? open : null }];
}

function lookBack({ open }: TokenRange): number {
  return open?.lookBack ?? 0;
}

function settledUpTo(matcher: NeedleMatcher, { buffer, before, kept }: { buffer: string; before: string; kept: number }): number {
  const inWhole = Math.max(0, buffer.length - kept);
  return Math.min(inWhole, matcher.unfinishedFrom(buffer), unfinishedTokenFrom(buffer, before));
}

/** Sorted, without overlap. */
function mergeRanges(ranges: readonly SecretRange[]): SecretRange[] {
  const merged: SecretRange[] = [];
  for (const { start, end, name } of ranges.toSorted((a, b) => a.start - b.start)) {
    const previous = merged.at(-1);
    if (previous !== undefined && start < previous.end) previous.end = Math.max(previous.end, end);
    else merged.push({ start, end, name });
  }
  return merged;
}

/** Replaces what begins before `settled`, and tells where the last of it ends. */
function replaceRanges(text: string, ranges: readonly SecretRange[], settled: number): { output: string; end: number } {
  let output = "";
  let end = 0;
  for (const range of ranges) {
    if (range.start >= settled) break;
    if (range.start >= 0) output += `${text.slice(end, range.start)}[secret ${range.name}]`;
    end = range.end;
  }
  return { output: output + text.slice(end, Math.max(end, settled)), end };
}
