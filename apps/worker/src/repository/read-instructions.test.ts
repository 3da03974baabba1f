import { expect, test } from "vitest";
import { instructionPaths } from "./read-instructions.ts";

test("each folder has one voice, AGENTS.md before CLAUDE.md, and outer folders come first", () => {
  const paths = [
    "AGENTS.md",
    "CLAUDE.md",
    "CONTRIBUTING.md",
    "a/b/CLAUDE.md",
    "a/b/c/AGENTS.md",
    "a/AGENTS.md",
    "a/CLAUDE.md",
    "b/CLAUDE.md",
  ];
  expect(instructionPaths(paths)).toEqual(["AGENTS.md", "a/AGENTS.md", "b/CLAUDE.md", "a/b/CLAUDE.md", "a/b/c/AGENTS.md"]);
  expect(instructionPaths(["CLAUDE.md", "x/README.md"])).toEqual(["CLAUDE.md"]);
});

test("of very many the outermost are kept", () => {
  const paths = [...Array.from({ length: 60 }, (_, index) => `x/y/${index}/AGENTS.md`), "x/AGENTS.md"];
  expect(instructionPaths(paths)).toHaveLength(40);
  expect(instructionPaths(paths)[0]).toBe("x/AGENTS.md");
});
