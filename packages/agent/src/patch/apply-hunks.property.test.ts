import fc from "fast-check";
import { expect, test } from "vitest";
import { applyHunks } from "./apply-hunks.ts";
import type { Hunk } from "./parse-patch.ts";
import { PatchError } from "./patch-error.ts";

/** Few words, so that hunks match often, overlap often and end in blank lines often. */
const word = fc.constantFrom("", "", "a", "b", "c");
const file = fc.array(word, { minLength: 1, maxLength: 8 });
const hunkLine = fc.record({ kind: fc.constantFrom<(" " | "-" | "+")[]>(" ", "-", "+"), text: word });
const hunk: fc.Arbitrary<Hunk> = fc.record({
  anchors: fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 1 }),
  lines: fc.array(hunkLine, { minLength: 1, maxLength: 5 }),
  endOfFile: fc.boolean(),
});

/** The lines that come of it, or null where the hunks are refused. */
function applied(lines: readonly string[], hunks: readonly Hunk[]): string[] | null {
  try {
    return applyHunks({ path: "f", text: lines.map((line) => `${line}\n`).join(""), hunks })
      .text.split("\n")
      .slice(0, -1);
  } catch (error) {
    expect(error).toBeInstanceOf(PatchError);
    return null;
  }
}

const textsOf = (lines: Hunk["lines"], without: "+" | "-") => lines.filter(({ kind }) => kind !== without).map(({ text }) => text);

test("a file loses exactly the lines that its hunks remove and gets exactly those that they add", () => {
  fc.assert(
    fc.property(file, fc.array(hunk, { minLength: 1, maxLength: 3 }), (lines, hunks) => {
      const result = applied(lines, hunks);
      fc.pre(result !== null);
      const changed = hunks.flatMap((each) => each.lines);
      const of = (kind: string) => changed.filter((line) => line.kind === kind).map(({ text }) => text);
      expect([...(result ?? []), ...of("-")].sort()).toEqual([...lines, ...of("+")].sort());
    }),
    { numRuns: 500 },
  );
});

test("a hunk changes one place that held its old lines, whatever blank lines end it", () => {
  fc.assert(
    fc.property(file, hunk, (lines, only) => {
      const result = applied(lines, [only]);
      fc.pre(result !== null);
      const last = only.lines.findLastIndex(({ kind, text }) => kind !== " " || text !== "");
      const readings = [only.lines, only.lines.slice(0, last + 1)];
      expect(readings.flatMap((reading) => everyReplacement(lines, reading))).toContainEqual(result);
    }),
    { numRuns: 500 },
  );
});

function everyReplacement(lines: readonly string[], hunkLines: Hunk["lines"]): string[][] {
  const before = textsOf(hunkLines, "+");
  return Array.from({ length: lines.length - before.length + 1 }, (_, start) => start)
    .filter((start) => before.every((text, offset) => lines[start + offset] === text))
    .map((start) => lines.toSpliced(start, before.length, ...textsOf(hunkLines, "-")));
}
