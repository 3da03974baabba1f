/** Ever more tolerant ways to compare a line of the patch with one of the file. */
const tolerances: readonly ((line: string) => string)[] = [
  (line) => line,
  (line) => line.trimEnd(),
  (line) => line.trim(),
  (line) => withPlainPunctuation(line.trim()),
];

/**
 * Index of the first place at or after `from` where `wanted` stands in `lines`, or -1. An exact match anywhere wins
 * over a tolerant one.
 */
export function findLines(lines: readonly string[], wanted: readonly string[], from: number): number {
  for (const normalize of tolerances) {
    const needle = wanted.map(normalize);
    const haystack = lines.map(normalize);
    for (let start = from; start + needle.length <= haystack.length; start += 1) {
      if (needle.every((line, offset) => haystack[start + offset] === line)) return start;
    }
  }
  return -1;
}

/** Like `findLines` for one line; in the end a line that merely contains the text counts too. */
export function findAnchor(lines: readonly string[], anchor: string, from: number): number {
  const whole = findLines(lines, [anchor], from);
  if (whole !== -1) return whole;
  const text = withPlainPunctuation(anchor.trim());
  return lines.findIndex((line, index) => index >= from && withPlainPunctuation(line).includes(text));
}

/** Typographic look-alikes that models write for what stands in a file, or the other way round. */
export function withPlainPunctuation(line: string): string {
  return line
    .replace(/[\u2010-\u2015\u2212]/g, "-")
    .replace(/[\u2018-\u201B]/g, "'")
    .replace(/[\u201C-\u201F]/g, '"')
    .replace(/[\u00A0\u2002-\u200A\u202F\u205F\u3000]/g, " ");
}
