import type { TestReport } from "@slipway/core";
import { expect, test } from "vitest";
import { mergeRerun } from "./merge-rerun.ts";

function aReport(outcomes: Record<string, "passed" | "failed">, overrides: Partial<TestReport> = {}): TestReport {
  const cases = Object.entries(outcomes).map(([name, outcome]) => ({ name, outcome }));
  const failed = cases.filter(({ outcome }) => outcome === "failed").length;
  return { source: "TAP", passed: cases.length - failed, failed, skipped: 0, cases, complete: true, ...overrides };
}

test("a test that failed once and then passed is flaky, one that failed twice or vanished is not", () => {
  const merged = mergeRerun(
    aReport({ a: "failed", b: "failed", c: "failed", d: "passed" }),
    aReport({ a: "passed", b: "failed", d: "failed" }),
  );
  expect(merged).toMatchObject({ failed: 2, passed: 1 });
  expect(merged?.cases.map(({ outcome }) => outcome)).toEqual(["flaky", "failed", "failed", "passed"]);
});

test("where a runner names failures alone, one that is gone is flaky if as many tests ran", () => {
  const first = aReport({ a: "failed" }, { passed: 3, complete: false });
  expect(mergeRerun(first, aReport({}, { passed: 4, complete: false }))?.cases).toEqual([{ name: "a", outcome: "flaky" }]);
  expect(mergeRerun(first, aReport({}, { passed: 2, complete: false }))).toEqual(first);
});

test("a second run without a report changes nothing", () => {
  const first = aReport({ a: "failed" });
  expect(mergeRerun(first, null)).toBe(first);
});
