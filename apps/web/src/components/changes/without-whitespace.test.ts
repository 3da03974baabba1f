import type { FileChange } from "@slipway/core";
import { expect, test } from "vitest";
import { readPatch } from "./patch-model.ts";
import { withoutWhitespace } from "./without-whitespace.ts";

const patch = `diff --git a/a.js b/a.js
index 1111111..2222222 100644
--- a/a.js
+++ b/a.js
@@ -1,2 +1,2 @@
-one();
-two();
+  one();
+three();
`;
const change: FileChange = {
  path: "a.js",
  previousPath: null,
  kind: "modified",
  oldMode: "100644",
  newMode: "100644",
  additions: 2,
  deletions: 2,
  binary: false,
};

test("a line that differs by white space alone is no change, and another still is", async () => {
  const files = readPatch(patch, [change]);
  const [file] = await withoutWhitespace(files, async () => ({ base: "one();\ntwo();\n", head: "  one();\nthree();\n" }));
  expect(file?.diff.hunks.map(({ additionLines, deletionLines }) => ({ additionLines, deletionLines }))).toEqual([
    { additionLines: 1, deletionLines: 1 },
  ]);
});

test("a file whose sides cannot be read stays as the patch tells it", async () => {
  const files = readPatch(patch, [change]);
  expect(await withoutWhitespace(files, () => Promise.reject(new Error("not on this machine")))).toEqual(files);
});
