import { describe, expect, it } from "vitest";
import { taskTitle } from "./task-title.ts";

describe("taskTitle", () => {
  it.each([
    ["Fix the login\n\nIt fails.", "Fix the login"],
    ["# Fix the login", "Fix the login"],
    ["`npm test` **fails**", "npm test fails"],
    ["  \n Fix it", "Fix it"],
    [`${"word ".repeat(30)}`, `${"word ".repeat(15)}word…`],
    ["x".repeat(200), `${"x".repeat(80)}…`],
    ["🚀".repeat(100), `${"🚀".repeat(80)}…`],
  ])("takes the first line, cut at a word: %j", (prompt, title) => {
    expect(taskTitle(prompt)).toBe(title);
  });
});
