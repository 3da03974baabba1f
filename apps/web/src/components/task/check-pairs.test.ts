import type { Verification } from "@slipway/core";
import { expect, test } from "vitest";
import { checkPairs, pairWords } from "./check-pairs.ts";

function aVerification(overrides: Partial<Verification>): Verification {
  return {
    id: "00000000-0000-4000-8000-000000000001",
    name: "test",
    command: "npm test",
    side: "head",
    outcome: "passed",
    reason: null,
    target: "3f2c",
    exitCode: 0,
    durationMs: 1,
    logBytes: 0,
    cached: false,
    ...overrides,
  };
}

test("base and head of a check stand together in the order of the checks", () => {
  const pairs = checkPairs([
    aVerification({ name: "lint", side: "base" }),
    aVerification({ side: "base", outcome: "failed" }),
    aVerification({ name: "lint" }),
    aVerification({}),
  ]);
  expect(pairs.map((pair) => [pair.name, pairWords(pair)])).toEqual([
    ["lint", "passed at base → passed at head"],
    ["test", "failed at base → passed at head"],
  ]);
});

test("a side without a result is said to be not run", () => {
  expect(checkPairs([aVerification({ side: "base" })]).map(pairWords)).toEqual(["passed at base → not run at head"]);
});
