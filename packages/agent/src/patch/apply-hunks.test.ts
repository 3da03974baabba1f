import { describe, expect, test } from "vitest";
import { applyHunks } from "./apply-hunks.ts";
import { parsePatch } from "./parse-patch.ts";

function patched(text: string, hunkLines: string): { text: string; ranges: unknown } {
  const [operation] = parsePatch(`*** Begin Patch\n*** Update File: f\n${hunkLines}\n*** End Patch`);
  if (operation?.kind !== "update") throw new Error("an update was expected");
  const { text: result, ranges } = applyHunks({ path: "f", text, hunks: operation.hunks });
  return { text: result, ranges };
}

describe("a hunk finds its place", () => {
  test.each([
    ["by its exact lines", "a\nb\nc\n", "@@\n a\n-b\n+B\n c", "a\nB\nc\n"],
    ["without an @@ line", "a\nb\n", "-b\n+B", "a\nB\n"],
    ["behind its anchor", "f() {\n  x\n}\ng() {\n  x\n}\n", "@@ g() {\n-  x\n+  y", "f() {\n  x\n}\ng() {\n  y\n}\n"],
    [
      "behind nested anchors",
      "class A\n run\n  x\nclass B\n run\n  x\n",
      "@@ class B\n@@  run\n-  x\n+  y",
      "class A\n run\n  x\nclass B\n run\n  y\n",
    ],
    [
      "where the anchor names only a part of the line",
      "export class Foo {\n  a\n}\n",
      "@@ class Foo\n-  a\n+  b",
      "export class Foo {\n  b\n}\n",
    ],
    ["where the anchor is repeated as context", "g() {\n  x\n}\n", "@@ g() {\n g() {\n-  x\n+  y", "g() {\n  y\n}\n"],
    ["under git's own range line", "a\nb\n", "@@ -1,2 +1,2 @@\n a\n-b\n+B", "a\nB\n"],
    ["at the end of the file", "x\ny\nx\n", "@@\n-x\n+z\n*** End of File", "x\ny\nz\n"],
    ["whatever blanks end its lines", "a  \nb\n", "@@\n a\n-b\n+B", "a  \nB\n"],
    ["whatever its indentation", "\ta\n\tb\n", "@@\n     a\n-    b\n+\tB", "\ta\n\tB\n"],
    ["across typographic look-alikes", "say “hi” – now\n", '@@\n-say "hi" - now\n+bye', "bye\n"],
    ["with an empty line for a blank context line", "a\n\nb\n", "@@\n a\n\n-b\n+B", "a\n\nB\n"],
    ["with a blank line of layout behind it", "a\nb\n", "@@\n-a\n+A\n", "A\nb\n"],
    ["in another order than the file's", "a\nb\nc\nd\n", "@@\n-d\n+D\n@@\n-a\n+A", "A\nb\nc\nD\n"],
    ["as an insertion behind an anchor", "a\nb\n", "@@ a\n+new", "a\nnew\nb\n"],
    ["as an insertion at the end", "a\n", "@@\n+b", "a\nb\n"],
    ["in an empty file", "", "@@\n+a", "a\n"],
    ["as an insertion with a blank line of layout behind it", "a\nb\n", "@@ a\n+new\n", "a\nnew\nb\n"],
  ])("%s", (_name, before, hunk, after) => {
    expect(patched(before, hunk).text).toBe(after);
  });
});

test("several hunks report the numbers of the lines they made", () => {
  expect(patched("a\nb\nc\nd\ne\n", "@@\n-b\n+B1\n+B2\n@@\n d\n-e\n+E")).toEqual({
    text: "a\nB1\nB2\nc\nd\nE\n",
    ranges: [
      { first: 2, last: 3 },
      { first: 6, last: 6 },
    ],
  });
});

test("a file keeps its carriage returns and its missing final newline", () => {
  expect(patched("a\r\nb\r\n", "@@\n a\n-b\n+B").text).toBe("a\r\nB\r\n");
  expect(patched("a\nb\nc", "@@\n-a\n+A").text).toBe("A\nb\nc");
});

test("a hunk that does not match shows the nearest lines with their numbers", () => {
  expect(() => patched("one\ntwo\nthe quick brown fox\nfour\n", "@@\n-the quick red fox\n+x")).toThrow(
    "f: these lines were not found, so nothing was changed:\nthe quick red fox\nThe nearest lines of the file are:\n2| two\n3| the quick brown fox\n4| four",
  );
  expect(() => patched("one\n", "@@ function nowhere()\n-one\n+x")).toThrow('the line of "@@ function nowhere()" was not found');
});

test.each([
  ["a removed blank line that is not there", "a\nfoo\nbar\nbaz\n", "@@\n a\n-foo\n-"],
  ["a blank context line above what it adds", "a\nfoo\nbar\nbaz\n", "@@\n-foo\n \n+new"],
  ["an insertion amid lines that an earlier hunk removes", "a\nb\nc\n", "@@\n-a\n-b\n@@ a\n+x"],
  ["an end of file that an earlier hunk removes", "a\nb\n", "@@\n-b\n@@ a\n-b\n+c\n*** End of File"],
])("a hunk is refused where the file has no place for it: %s", (_name, before, hunk) => {
  expect(() => patched(before, hunk)).toThrow("so nothing was changed");
});

test("an insertion right above lines that an earlier hunk replaces brings none of them back", () => {
  expect(patched("a\nb\nc\n", "@@\n-b\n+B\n@@\n a\n+x").text).toBe("a\nx\nB\nc\n");
  expect(patched("a\nb\nc\n", "@@\n-b\n+B\n@@ a\n+x").text).toBe("a\nx\nB\nc\n");
});

test.each([
  ["no envelope", "*** Update File: a\n-b", 'the first line must be "*** Begin Patch"'],
  ["no end", "*** Begin Patch\n*** Delete File: a", 'the last line must be "*** End Patch"'],
  ["no file", "*** Begin Patch\n*** End Patch", "the patch names no file"],
  ["a stray line", "*** Begin Patch\nhello\n*** End Patch", "line 2: expected"],
  [
    "an added file without pluses",
    "*** Begin Patch\n*** Add File: a\nb\n*** End Patch",
    'line 3: every line of an added file starts with "+"',
  ],
  ["a hunk line without a sign", "*** Begin Patch\n*** Update File: a\n@@\nb\n*** End Patch", "line 4: a hunk's line starts with"],
  ["an update without hunks", "*** Begin Patch\n*** Update File: a\n*** End Patch", "has a hunk without lines"],
  ["a misplaced move", "*** Begin Patch\n*** Delete File: a\n*** Move to: b\n*** End Patch", '"*** Move to:" belongs directly under'],
])("a malformed patch is named: %s", (_name, text, message) => {
  expect(() => parsePatch(text)).toThrow(message);
});
