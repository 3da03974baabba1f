import { expect, test } from "vitest";
import { type ComparedVerification, compareChecks, tallyChecks, tallyWords } from "./compare-checks.ts";
import type { TestReport } from "./test-report.ts";

function aVerification(overrides: Partial<ComparedVerification>): ComparedVerification {
  return { name: "test", command: "npm test", side: "head", outcome: "passed", reason: null, flaky: false, tests: null, ...overrides };
}

function aReport(outcomes: Record<string, "passed" | "failed" | "skipped" | "flaky">, overrides: Partial<TestReport> = {}): TestReport {
  const cases = Object.entries(outcomes).map(([name, outcome]) => ({ name, outcome }));
  const count = (outcome: string) => cases.filter((each) => each.outcome === outcome).length;
  return {
    source: "TAP",
    passed: count("passed"),
    failed: count("failed"),
    skipped: count("skipped"),
    cases,
    complete: true,
    ...overrides,
  };
}

function compared(base: Partial<ComparedVerification> | null, head: Partial<ComparedVerification> | null) {
  const sides = [...(base === null ? [] : [aVerification({ side: "base", ...base })]), ...(head === null ? [] : [aVerification(head)])];
  const checks = compareChecks(sides);
  return { verdict: checks[0]?.verdict, words: tallyWords(tallyChecks(checks)), tests: checks[0]?.tests };
}

test("a check without single tests is judged by its two outcomes", () => {
  expect(compared({}, {})).toMatchObject({ verdict: "passed", words: "" });
  expect(compared({ outcome: "failed" }, {})).toMatchObject({ verdict: "fixed", words: "1 fixed" });
  expect(compared({}, { outcome: "failed" })).toMatchObject({ verdict: "newly_failing", words: "1 newly failing" });
  expect(compared({}, { outcome: "timed_out" })).toMatchObject({ verdict: "newly_failing", words: "1 newly failing" });
  expect(compared({ outcome: "timed_out" }, { outcome: "failed" })).toMatchObject({ verdict: "failed_before", words: "1 failed before" });
  expect(compared({ outcome: "not_run" }, { outcome: "failed" })).toMatchObject({ verdict: "failing", words: "1 failing" });
  expect(compared({}, { outcome: "failed", flaky: true })).toMatchObject({ verdict: "flaky", words: "1 flaky" });
  expect(compared({}, { outcome: "not_run" })).toMatchObject({ verdict: "not_run", words: "1 not run" });
  expect(compared({}, null)).toMatchObject({ verdict: "not_run" });
});

test("single tests are told apart by name, and one that vanished is not called fixed", () => {
  const base = aReport({ a: "failed", b: "failed", c: "passed", d: "failed", e: "failed" });
  const head = aReport({ a: "failed", b: "passed", c: "failed", e: "skipped", new: "failed" });
  expect(compared({ outcome: "failed", tests: base }, { outcome: "failed", tests: head })).toEqual({
    verdict: "newly_failing",
    words: "2 newly failing, 1 fixed, 1 failed before, 2 no longer run",
    tests: { newlyFailing: ["c", "new"], fixed: ["b"], failedBefore: ["a"], flaky: [], notSeen: ["d", "e"] },
  });
});

test("where a runner names failures alone, a failure that is gone counts as fixed only if no test got lost", () => {
  const base = aReport({ a: "failed" }, { passed: 9, complete: false });
  const tests = (passed: number) => compared({ tests: base }, { tests: aReport({}, { passed, complete: false }) }).tests;
  expect(tests(10)).toMatchObject({ fixed: ["a"], notSeen: [] });
  expect(tests(9)).toMatchObject({ fixed: [], notSeen: ["a"] });
});

test("a check that fails beyond its tests counts once", () => {
  const same = aReport({ a: "passed" });
  expect(compared({ tests: same }, { outcome: "failed", tests: same })).toMatchObject({
    verdict: "newly_failing",
    words: "1 newly failing",
  });
});

test("more failures than names at base leave nothing to compare", () => {
  const base = aReport({ a: "failed" }, { failed: 900 });
  expect(compared({ outcome: "failed", tests: base }, { outcome: "failed", tests: aReport({ b: "failed" }) })).toMatchObject({
    verdict: "failed_before",
    tests: null,
  });
});
