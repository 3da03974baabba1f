import { expect, test } from "vitest";
import { readPlaywrightReport } from "./read-playwright-report.ts";
import { readVitestReport } from "./read-vitest-report.ts";
import { addTallies, EMPTY_TALLY, summaryLine } from "./tally.ts";

test("a test file that cannot be loaded counts as a failure", () => {
  const text = JSON.stringify({
    testResults: [
      {
        name: "/r/a.test.ts",
        status: "passed",
        assertionResults: [
          { fullName: "a", status: "passed" },
          { fullName: "b", status: "pending" },
        ],
      },
      { name: "/r/b.test.ts", status: "failed", message: "SyntaxError", assertionResults: [] },
    ],
  });
  const failures = [{ suite: "unit", name: "b.test.ts", message: "SyntaxError" }];
  expect(readVitestReport({ suite: "unit", text, root: "/r" })).toEqual({ passed: 1, skipped: 1, failures, unsteady: [] });
});

test("a browser run whose set-up broke counts as a failure", () => {
  const text = JSON.stringify({ suites: [], errors: [{ message: "npm start ended with 1" }] });
  const failures = [{ suite: "browser", name: "set-up", message: "npm start ended with 1" }];
  expect(readPlaywrightReport({ suite: "browser", text })).toEqual({ passed: 0, skipped: 0, failures, unsteady: [] });
});

test("a test that passed only when it was tried again is told with what it said when it failed", () => {
  const vitest = {
    testResults: [
      { name: "/r/a.test.ts", status: "passed", assertionResults: [{ fullName: "a", status: "passed", failureMessages: ["late"] }] },
    ],
  };
  const told = readVitestReport({ suite: "integration", text: JSON.stringify(vitest), root: "/r" });
  expect(told).toEqual({ ...EMPTY_TALLY, passed: 1, unsteady: [{ suite: "integration", name: "a.test.ts: a", message: "late" }] });
  const playwright = {
    suites: [
      { specs: [{ title: "a", file: "a.spec.ts", tests: [{ status: "flaky", results: [{ errors: [{ message: "late" }] }, {}] }] }] },
    ],
  };
  expect(readPlaywrightReport({ suite: "browser", text: JSON.stringify(playwright) })).toEqual({
    ...EMPTY_TALLY,
    passed: 1,
    unsteady: [{ suite: "browser", name: "a.spec.ts: a", message: "late" }],
  });
  expect(summaryLine(told)).toBe("1 passed, 0 failed, 1 unsteady");
});

test("the last line tells skipped tests only when there are any", () => {
  const one = { ...EMPTY_TALLY, passed: 2 };
  expect(summaryLine(addTallies([one, one]))).toBe("4 passed, 0 failed");
  expect(summaryLine({ ...one, skipped: 1 })).toBe("2 passed, 0 failed, 1 skipped");
});
