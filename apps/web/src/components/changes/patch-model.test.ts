import type { FileChange } from "@slipway/core";
import { expect, test } from "vitest";
import { binarySizes, readPatch, showsLine } from "./patch-model.ts";

test("a binary file's size at head is read from the patch", () => {
  const patch = [
    "diff --git a/logo.png b/logo.png",
    "index 1..2 100644",
    "GIT binary patch",
    "literal 3400",
    "zcmV",
    "",
    "literal 120",
    "zcmV",
    "",
    "diff --git a/a.txt b/a.txt",
    "+literal 9",
  ].join("\n");
  expect(binarySizes(patch)).toEqual(new Map([["logo.png", 3_400]]));
});

test("a line is in the diff where a hunk shows it at head, and never in a file that was only moved", () => {
  const patch = [
    "diff --git a/a.txt b/a.txt",
    "index 1111111..2222222 100644",
    "--- a/a.txt",
    "+++ b/a.txt",
    "@@ -10,2 +10,3 @@",
    " ten",
    "+new",
    " eleven",
    'diff --git a/old "b/\\303\\244.md"',
    "similarity index 100%",
    "rename from old",
    'rename to "\\303\\244.md"',
    "",
  ].join("\n");
  const change = (path: string): FileChange => ({
    path,
    previousPath: null,
    kind: "modified",
    binary: false,
    additions: 1,
    deletions: 0,
    oldMode: "100644",
    newMode: "100644",
  });
  const [edited, moved] = readPatch(patch, [change("a.txt"), change("ä.md")]);
  expect([9, 10, 12, 13].map((line) => showsLine(edited, line))).toEqual([false, true, true, false]);
  expect([1].map((line) => showsLine(moved, line))).toEqual([false]);
  expect(moved?.id).toBe("ä.md");
});

test("invisible characters of a changed line are written out, wherever the line begins like a header", () => {
  const lines = ['+access = "user\u202E \u2066// admin";', "+++ b\u200B"];
  const patch = [
    "diff --git a/a.txt b/a.txt",
    "new file mode 100644",
    "--- /dev/null",
    "+++ b/a.txt",
    "@@ -0,0 +1,2 @@",
    ...lines,
    "",
  ].join("\n");
  const change: FileChange = {
    path: "a.txt",
    previousPath: null,
    kind: "added",
    binary: false,
    additions: 2,
    deletions: 0,
    oldMode: "000000",
    newMode: "100644",
  };
  expect(readPatch(patch, [change])[0]?.diff.additionLines.map((line) => line.trimEnd())).toEqual([
    'access = "user⟦U+202E⟧ ⟦U+2066⟧// admin";',
    "++ b⟦U+200B⟧",
  ]);
});
