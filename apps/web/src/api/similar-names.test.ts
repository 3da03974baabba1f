import { describe, expect, it } from "vitest";
import { similarNames } from "./similar-names.ts";

describe("similarNames", () => {
  it.each([
    ["mian", ["main", "develop", "release/1"], ["main"]],
    ["Main", ["main", "develop"], ["main"]],
    ["feature/login", ["feature/login-page", "feature/logout", "main"], ["feature/login-page", "feature/logout"]],
    ["xyz", ["main", "develop"], []],
    ["main", [], []],
  ])("finds what %s may have meant", (wanted, names, expected) => {
    expect(similarNames(wanted, names)).toEqual(expected);
  });
});
