import type { FileChange } from "@slipway/core";
import { expect, test } from "vitest";
import { compareFiles } from "./compare-files.ts";

const file = (path: string, additions = 1): FileChange => ({
  path,
  previousPath: null,
  kind: "modified",
  binary: false,
  additions,
  deletions: 0,
  oldMode: "100644",
  newMode: "100644",
});

test("files that both attempts changed come first, then those of one", () => {
  const compared = compareFiles([file("z.ts"), file("a.ts", 3)], [file("z.ts", 9), file("b.ts")]);
  expect(compared.map(({ path, overlap }) => `${overlap} ${path}`)).toEqual(["both z.ts", "left a.ts", "right b.ts"]);
  expect(compared[0]).toMatchObject({ left: { additions: 1 }, right: { additions: 9 } });
});
