import { withPlainPunctuation } from "./find-lines.ts";

const shownLines = 12;
const maxShownWidth = 200;

/** The part of the file that looks most like `wanted`, with line numbers, for a model that has to correct its patch. */
export function nearestLines(lines: readonly string[], wanted: readonly string[]): string {
  const needle = wanted.map(plain);
  const haystack = lines.map(plain);
  let best = { start: 0, score: 0 };
  for (let start = 1 - needle.length; start < haystack.length; start += 1) {
    const score = needle.reduce((sum, line, offset) => sum + likeness(line, haystack[start + offset] ?? ""), 0);
    if (score > best.score) best = { start, score };
  }
  if (best.score === 0) return `No line of it looks alike; the file has ${lines.length} lines.`;
  const first = Math.max(0, best.start - 1);
  const last = Math.min(lines.length, best.start + Math.min(needle.length, shownLines) + 1);
  const shown = lines.slice(first, last).map((line, index) => `${first + index + 1}| ${line.trimEnd().slice(0, maxShownWidth)}`);
  return `The nearest lines of the file are:\n${shown.join("\n")}`;
}

function plain(line: string): string {
  return withPlainPunctuation(line.trim());
}

/** 1 for equal lines, below 0.5 for lines that begin or end alike, 0 for blank and foreign ones. */
function likeness(a: string, b: string): number {
  if (a === "" || b === "") return 0;
  if (a === b) return 1;
  const longest = Math.max(a.length, b.length);
  const shared = sharedPrefix(a, b) + sharedSuffix(a, b);
  return shared * 2 < longest ? 0 : Math.min(shared / longest, 1) / 2;
}

function sharedPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

function sharedSuffix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a.at(-1 - length) === b.at(-1 - length)) length += 1;
  return length;
}
