import type { Needle, NeedleMatcher, SecretRange } from "./match-needles.ts";

/** Two line ends as JSON writes them. A longer run ends a value, so that no more than this is kept back for each character. */
const MAX_BREAK = 8;

/** So many characters of a value on its first line, before the text is kept back for the lines to come. */
const MIN_HEAD = 3;

/** Shorter ends of a value would be found by chance. */
const MIN_REST = 8;

/** How many of a value's first characters may stand alone on a line before, where they are too few to be known. */
export function optionalStart(text: string): number {
  return Math.max(0, Math.min(MIN_HEAD - 1, text.length - MIN_REST));
}

/**
 * Finds texts of ASCII letters, digits and `+/=_-` across line ends, wherever and however often these fall, also as `\n` and `\r`
 * are written in JSON and where a backslash ends a line. A match may lack what `optionalStart` tells, has at least three
 * characters before its first break, and depends on nothing in front of it. What holds no break is `matchNeedles`' to find.
 */
export function matchWrapped(needles: readonly Needle[]): NeedleMatcher {
  const joints = indexJoints(needles);
  const longest = Math.max(0, ...needles.map(({ text }) => text.length));
  const find = (text: string): SecretRange[] => {
    const found: SecretRange[] = [];
    const take = (start: number, end: number | null, name: string) => void (end !== null && found.push({ start, end, name }));
    // Each search runs at the speed of memory; most line ends stand beside no digit and cost one look.
    for (const begin of needles.length === 0 ? "" : BREAKS) {
      for (let at = text.indexOf(begin); at !== -1; at = text.indexOf(begin, at + 1)) {
        if (kindOf(text.charCodeAt(at - 1)) === DIGIT) joints.eachMatch(text, at, take);
      }
    }
    return found;
  };
  const unfinishedFrom = (text: string): number => {
    let from = text.length;
    const first = text.length - longest * (1 + MAX_BREAK);
    while (from > first && kindOf(text.charCodeAt(from - 1)) !== 0) from -= 1;
    let unfinished = text.length;
    const take = (start: number, end: number | null) => {
      if (end === null) unfinished = Math.min(unfinished, start);
    };
    for (let at = from + MIN_HEAD; at < text.length; at += 1) {
      if (kindOf(text.charCodeAt(at)) === BREAK && kindOf(text.charCodeAt(at - 1)) === DIGIT) joints.eachMatch(text, at, take);
    }
    return unfinished;
  };
  return { find, unfinishedFrom };
}

const BREAKS = "\n\r\\";
const [BACKSLASH, LETTER_N, LETTER_R] = [0x5c, 0x6e, 0x72];
const CODES = 128;
const DIGIT = 1;
const BREAK = 2;
const KINDS = new Uint8Array(CODES);
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-";
for (const digit of DIGITS) KINDS[digit.charCodeAt(0)] = DIGIT;
for (const char of BREAKS) KINDS[char.charCodeAt(0)] = BREAK;

/** 0 for all else, also for the code of no character. */
function kindOf(code: number): number {
  return code < CODES ? (KINDS[code] ?? 0) : 0;
}

/** `end` is null where the text ends before the needle does. */
type TakeMatch = (start: number, end: number | null, name: string) => void;

/** Every place within a needle, found by the characters around it: what a break in a text may stand for. */
function indexJoints(needles: readonly Needle[]) {
  const slots = new Uint32Array(KEYS + 2);
  eachJoint(needles, (key) => add(slots, key + 2, 1));
  for (let key = 0; key < KEYS; key += 1) add(slots, key + 2, slots[key + 1] ?? 0);
  const owners = new Uint32Array(slots[KEYS + 1] ?? 0);
  const places = new Uint32Array(owners.length);
  eachJoint(needles, (key, owner, place) => {
    const slot = add(slots, key + 1, 1) - 1;
    owners[slot] = owner;
    places[slot] = place;
  });
  const eachWith = (key: number, text: string, at: number, take: TakeMatch): void => {
    const last = slots[key + 1] ?? 0;
    for (let slot = slots[key] ?? 0; slot < last; slot += 1) {
      const needle = needles[owners[slot] ?? 0];
      if (needle !== undefined) matchAround(text, at, needle, places[slot] ?? 0, take);
    }
  };
  /** The matches whose first break is the one that begins at `at`. */
  const eachMatch = (text: string, at: number, take: TakeMatch): void => {
    const next = breakEnd(text, at);
    if (next === null) return;
    if (next < text.length) eachWith(jointKey(text, at, text.charCodeAt(next)), text, at, take);
    else for (const digit of DIGITS) eachWith(jointKey(text, at, digit.charCodeAt(0)), text, at, take);
  };
  return { eachMatch };
}

const KEYS = 16_384;

/** Tells apart most of what the `MIN_HEAD` characters before a place and the one behind it may be. */
function jointKey(text: string, at: number, next: number): number {
  const head = text.charCodeAt(at - 3) * 1_663 + text.charCodeAt(at - 2) * 41 + text.charCodeAt(at - 1);
  return (head * 41 + next) & (KEYS - 1);
}

function eachJoint(needles: readonly Needle[], take: (key: number, owner: number, place: number) => void): void {
  for (const [owner, { text }] of needles.entries()) {
    for (let place = MIN_HEAD; place < text.length; place += 1) take(jointKey(text, place, text.charCodeAt(place)), owner, place);
  }
}

function add(counts: Uint32Array, at: number, count: number): number {
  const sum = (counts[at] ?? 0) + count;
  counts[at] = sum;
  return sum;
}

/** The needle with its first break at `at`, in front of its character `place`. */
function matchAround(text: string, at: number, { text: needle, name }: Needle, place: number, take: TakeMatch): void {
  let head = 0;
  while (head < place && text.charCodeAt(at - head - 1) === needle.charCodeAt(place - head - 1)) head += 1;
  if (head < MIN_HEAD || place - head > optionalStart(needle)) return;
  const end = restEnd(text, at, needle, place);
  if (end !== undefined) take(at - head, end, name);
}

/** Where the needle from its character `place` on ends, null where the text does before, undefined where it is not there. */
function restEnd(text: string, from: number, needle: string, place: number): number | null | undefined {
  let at = from;
  for (let each = place; each < needle.length; each += 1) {
    if (text.charCodeAt(at) !== needle.charCodeAt(each)) {
      const next = breakEnd(text, at);
      if (next === text.length) return null;
      if (next === null || text.charCodeAt(next) !== needle.charCodeAt(each)) return undefined;
      at = next;
    }
    at += 1;
  }
  return at;
}

/** Behind the line ends at `from`, or null where there are too many. A backslash takes the `n` or `r` behind it along. */
function breakEnd(text: string, from: number): number | null {
  let at = from;
  while (at - from <= MAX_BREAK) {
    const code = text.charCodeAt(at);
    if (kindOf(code) !== BREAK) return at;
    at += 1;
    if (code === BACKSLASH && isEscaped(text.charCodeAt(at))) at += 1;
  }
  return null;
}

function isEscaped(code: number): boolean {
  return code === LETTER_N || code === LETTER_R;
}
