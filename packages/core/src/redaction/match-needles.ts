/** A part of a text that must not be seen, and whose it is. */
export type SecretRange = { start: number; end: number; name: string };

export type Needle = {
  name: string;
  text: string;
  /** So many of its first characters need not be there, but belong to it where they are. */
  optional?: number;
};

export type NeedleMatcher = {
  /** Every place at which a needle is, with the longest one there; by start. */
  find(text: string): SecretRange[];
  /** The first place from which on the text is the beginning of a needle, or the text's length. */
  unfinishedFrom(text: string): number;
};

/** A longer window skips farther but makes more pairs known, which stops it more often. */
const MAX_WINDOW = 16;

/**
 * Finds many texts at once by the algorithm of Wu and Manber (TR-94-17, University of Arizona): a table tells from two
 * characters how far the window may move without passing the end of any needle's first `window` characters.
 */
export function matchNeedles(needles: readonly Needle[]): NeedleMatcher {
  if (needles.length === 0) return { find: () => [], unfinishedFrom: (text) => text.length };
  const anchors = needles.map(({ name, text, optional = 0 }) => ({ name, text: text.slice(optional), start: text.slice(0, optional) }));
  const window = Math.min(MAX_WINDOW, ...anchors.map(({ text }) => text.length));
  const shifts = new Uint8Array(PAIRS).fill(window - 1);
  const buckets = new Map<number, Anchor[]>();
  for (const anchor of anchors.toSorted((a, b) => b.text.length - a.text.length)) {
    for (let last = 1; last < window; last += 1) {
      const pair = pairAt(anchor.text, last);
      shifts[pair] = Math.min(shifts[pair] ?? 0, window - 1 - last);
    }
    const pair = pairAt(anchor.text, window - 1);
    buckets.set(pair, [...(buckets.get(pair) ?? []), anchor]);
  }
  const find = (text: string): SecretRange[] => {
    const found: SecretRange[] = [];
    for (let last = window - 1; last < text.length; ) {
      const pair = pairAt(text, last);
      const shift = shifts[pair] ?? 1;
      if (shift > 0) {
        last += shift;
        continue;
      }
      const at = last - window + 1;
      const anchor = buckets.get(pair)?.find((each) => text.startsWith(each.text, at));
      if (anchor !== undefined) found.push({ start: startOf(text, at, anchor.start), end: at + anchor.text.length, name: anchor.name });
      last += 1;
    }
    return found.sort((a, b) => a.start - b.start);
  };
  return { find, unfinishedFrom: findUnfinished(needles) };
}

/** What must be there of a needle, and what else belongs to it in front of that. */
type Anchor = { name: string; text: string; start: string };

/** Where the needle begins whose anchor is at `at`. */
function startOf(text: string, at: number, start: string): number {
  let begin = at;
  while (at - begin < start.length && text.charAt(begin - 1) === start.charAt(start.length - (at - begin) - 1)) begin -= 1;
  return begin;
}

const PAIRS = 65_536;

function pairAt(text: string, last: number): number {
  return ((text.charCodeAt(last - 1) & 0xff) << 8) | (text.charCodeAt(last) & 0xff);
}

function findUnfinished(needles: readonly Needle[]): (text: string) => number {
  const texts = needles.flatMap(({ text, optional = 0 }) => Array.from({ length: optional + 1 }, (_, skipped) => text.slice(skipped)));
  const longest = Math.max(...texts.map((text) => text.length));
  const firstPairs = new Uint8Array(PAIRS);
  const byFirst = new Map<string, string[]>();
  for (const text of texts) {
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
