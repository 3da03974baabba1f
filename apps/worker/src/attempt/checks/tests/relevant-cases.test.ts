import type { TestReport } from "@slipway/core";
import { expect, test } from "vitest";
import { withRelevantCases } from "./relevant-cases.ts";

const check = {
  position: 0,
  name: "test",
  command: "x",
  reason: null,
  target: "t",
  exitCode: 1,
  durationMs: 1,
  log: "",
  cacheKey: null,
  cached: false,
};

function aResult(side: "base" | "head", outcomes: Record<string, "passed" | "failed" | "flaky" | "skipped">) {
  const cases = Object.entries(outcomes).map(([name, outcome]) => ({ name, outcome }));
  const tests: TestReport = { source: "TAP", passed: 900, failed: 1, skipped: 0, cases, complete: true };
  return { ...check, side, outcome: "failed" as const, flaky: false, tests };
}

test("what is stored names failures, and of the rest what failed at the other side; figures stay whole", () => {
  const base = aResult("base", { a: "failed", b: "passed", c: "passed", d: "skipped" });
  const head = aResult("head", { a: "passed", b: "failed", c: "passed", e: "flaky" });
  const [atBase, atHead] = withRelevantCases([base, head]);
  expect(atBase?.tests).toEqual({
    ...base.tests,
    cases: [
      { name: "a", outcome: "failed" },
      { name: "b", outcome: "passed" },
    ],
  });
  expect(atHead?.tests?.cases.map(({ name }) => name)).toEqual(["b", "e", "a"]);
});

test("at most five hundred failures are named", () => {
  const many = Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`t${index}`, "failed" as const]));
  expect(withRelevantCases([aResult("head", many)])[0]?.tests?.cases).toHaveLength(500);
});
