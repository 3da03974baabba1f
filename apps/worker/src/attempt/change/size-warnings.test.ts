import { expect, test } from "vitest";
import { sizeWarnings } from "./size-warnings.ts";

function aFile(path: string, additions: number) {
  return { path, previousPath: null, kind: "added", binary: false, additions, deletions: 0, oldMode: "000000", newMode: "100644" } as const;
}

test("a change over its budget says by how much and what was not counted", () => {
  expect(sizeWarnings([aFile("a.ts", 1_200), aFile("yarn.lock", 9_000)], { changedLines: 1_000 })).toEqual([
    { kind: "over_budget", path: "", message: "1,200 lines to read, over the budget of 1,000. Not counted: yarn.lock (a lockfile)." },
  ]);
});

test("within the budget, and without one, only leftovers are told", () => {
  expect(sizeWarnings([aFile("a.ts", 1_000)], { changedLines: 1_000 })).toEqual([]);
  expect(sizeWarnings([aFile("a.ts", 9_000), aFile("a.ts.rej", 1)], { changedLines: null })).toMatchObject([
    { kind: "stray", path: "a.ts.rej" },
  ]);
});
