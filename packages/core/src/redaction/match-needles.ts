/** A part of a text that must not be seen, and whose it is. */
export type SecretRange = { start: number; end: number; name: string };

export type Needle = { name: string; text: string };

export type NeedleMatcher = {
  /** Every place at which a needle begins, with the longest one there; by start. */
  find(text: string): SecretRange[];
  /** The first place from which on the text is the beginning of a needle, or the text's length. */
  unfinishedFrom(text: string): number;
  /** Length of the longest needle, 0 without any. */
  readonly longest: number;
};

/** A longer window skips farther but makes more pairs known, which stops it more often. */
const MAX_WINDOW = 16;

/**
 * Finds many texts at once by the algorithm of Wu and Manber (TR-94-17, University of Arizona): a table tells from two
 * characters how far the window may move without passing the end of any needle's first `window` characters.
 */
export function matchNeedles(needles: readonly Needle[]): NeedleMatcher {
  if (needles.length === 0) return { find: () => [], unfinishedFrom: (text) => text.length, longest: 0 };
  const window = Math.min(MAX_WINDOW, ...needles.map((needle) => needle.text.length));
  const shifts = new Uint8Array(PAIRS).fill(window - 1);
  const buckets = new Map<number, Needle[]>();
  const byLength = needles.toSorted((a, b) => b.text.length - a.text.length);
  for (const needle of byLength) {
    for (let last = 1; last < window; last += 1) {
      const pair = pairAt(needle.text, last);
      shifts[pair] = Math.min(shifts[pair] ?? 0, window - 1 - last);
    }
    const pair = pairAt(needle.text, window - 1);
    buckets.set(pair, [...(buckets.get(pair) ?? []), needle]);
  }
  const longest = byLength[0]?.text.length ?? 0;
  const find = (text: string): SecretRange[] => {
    const found: SecretRange[] = [];
    for (let last = window - 1; last < text.length; ) {
      const pair = pairAt(text, last);
      const shift = shifts[pair] ?? 1;
      if (shift > 0) {
        last += shift;
        continue;
      }
      const start = last - window + 1;
      const needle = buckets.get(pair)?.find((each) => text.startsWith(each.text, start));
      if (needle !== undefined) found.push({ start, end: start + needle.text.length, name: needle.name });
      last += 1;
    }
    return found;
  };
  return { find, unfinishedFrom: findUnfinished(needles, longest), longest };
}

const PAIRS = 65_536;

function pairAt(text: string, last: number): number {
  return ((text.charCodeAt(last - 1) & 0xff) << 8) | (text.charCodeAt(last) & 0xff);
}

function findUnfinished(needles: readonly Needle[], longest: number): (text: string) => number {
  const firstPairs = new Uint8Array(PAIRS);
  const byFirst = new Map<string, string[]>();
  for (const { text } of needles) {
    firstPairs[pairAt(text, 1)] = 1;
    const first = text.charAt(0);
    byFirst.set(first, [...(byFirst.get(first) ?? []), text]);
  }
  return (text) => {
    for (let start = Math.max(0, text.length - longest + 1); start < text.length; start += 1) {
      if (start + 1 < text.length && firstPairs[pairAt(text, start + 1)] !== 1) continue;
      const candidates = byFirst.get(text.charAt(start));
      if (candidates === undefined) continue;
      const tail = text.slice(start);
      if (candidates.some((needle) => needle.length > tail.length && needle.startsWith(tail))) return start;
    }
    return text.length;
  };
}
