import { expect, test } from "vitest";
import type { FileChange } from "./change.ts";
import { measureChange, strayFiles } from "./measure-change.ts";

function aFile(path: string, overrides: Partial<FileChange> = {}): FileChange {
  const file = {
    path,
    previousPath: null,
    kind: "modified",
    binary: false,
    additions: 10,
    deletions: 5,
    oldMode: "100644",
    newMode: "100644",
  } as const;
  return { ...file, ...overrides };
}

test("what nobody reads line by line does not count, and is named with its reason", () => {
  const files = [
    aFile("src/a.ts"),
    aFile("web/package-lock.json", { additions: 9_000 }),
    aFile("go.sum"),
    aFile("api/user_pb2.py"),
    aFile("dist/app.js"),
    aFile("logo.png", { binary: true, additions: null, deletions: null }),
    aFile("src/distance.ts"),
  ];
  expect(measureChange(files)).toEqual({
    lines: 30,
    leftOut: [
      { path: "web/package-lock.json", reason: "lockfile" },
      { path: "go.sum", reason: "lockfile" },
      { path: "api/user_pb2.py", reason: "generated" },
      { path: "dist/app.js", reason: "generated" },
      { path: "logo.png", reason: "binary" },
    ],
  });
});

test("leftovers are named, a folder of them once, and what was there before is none", () => {
  const added = (path: string) => aFile(path, { kind: "added" });
  const files = [
    added("src/a.ts.orig"),
    added("a.rej"),
    added("web/node_modules/x/a.js"),
    added("web/node_modules/x/b.js"),
    added("src/__pycache__/a.pyc"),
    added("src/a.ts"),
    aFile("dist/kept.js"),
  ];
  expect(strayFiles(files).map(({ path }) => path)).toEqual(["src/a.ts.orig", "a.rej", "web/node_modules/", "src/__pycache__/"]);
});
