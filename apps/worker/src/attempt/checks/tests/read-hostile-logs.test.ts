import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readTestReport } from "./read-test-report.ts";

describe("hostile logs", () => {
  const words = fc.constantFrom(
    "ok",
    "not ok",
    "1..3",
    "TAP version 13",
    "<testsuite",
    "<testcase name='a'>",
    "</testsuite>",
    "Tests",
    "--- FAIL: ",
    "::",
    " > ",
    "● ",
    "1) ",
    "failing",
    "\n",
    "    ",
    "{",
    '"Action"',
    "Ran 3 tests in ",
    "OK",
    "\u001b[",
    "\ud800",
    "\u0000",
    " assertions, ",
    "test result: ok. ",
  );
  test("any text is read without an exception, and names are bounded", () => {
    const anything = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(fc.oneof(words, fc.string(), fc.nat().map(String)), { maxLength: 60 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(anything, (log) => {
        const report = readTestReport(log);
        for (const { name } of report?.cases ?? []) expect(name.length).toBeLessThanOrEqual(300);
      }),
      { numRuns: 1_000 },
    );
  }, 120_000);

  test.each([
    ["TAP points", `TAP version 13\n${"ok 1 - a\n".repeat(1_000_000)}`],
    ["stray lines", "compiling (ok) a > b :: c -- d\n".repeat(1_000_000)],
    ["unclosed documents", "<testsuite\n".repeat(1_000_000)],
    ["one line", "a::b > c ".repeat(1_000_000)],
  ])(
    "a million %s take about a second",
    (_name, log) => {
      const began = process.threadCpuUsage();
      readTestReport(log);
      const { user, system } = process.threadCpuUsage(began);
      expect(user + system).toBeLessThan(6_000_000);
    },
    120_000,
  );
});
