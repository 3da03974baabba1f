import { expect, test } from "vitest";
import { checkWords, reportWords } from "./check-words.ts";
import { type ComparedVerification, compareChecks } from "./compare-checks.ts";

function words(
  base: ComparedVerification["outcome"] | null,
  head: ComparedVerification["outcome"] | null,
  flaky = false,
): string | undefined {
  const check = { name: "test", command: "x", reason: null, flaky: false, tests: null };
  const sides: ComparedVerification[] = [];
  if (base !== null) sides.push({ ...check, side: "base", outcome: base });
  if (head !== null) sides.push({ ...check, side: "head", outcome: head, flaky });
  return compareChecks(sides).map(checkWords)[0];
}

test("a check's two results read as what became of it", () => {
  expect(words("passed", "passed")).toBe("passed, as before");
  expect(words(null, "passed")).toBe("passed; not known before");
  expect(words("failed", "passed")).toBe("passed; it failed before");
  expect(words("passed", "failed")).toBe("failed; it passed before");
  expect(words("failed", "timed_out")).toBe("timed out, as before");
  expect(words("not_run", "failed")).toBe("failed; not known before");
  expect(words("passed", "failed", true)).toBe("failed, then passed on the same tree");
  expect(words("passed", "not_run")).toBe("not run at head; passed before");
  expect(words("not_run", "not_run")).toBe("not run");
});

test("a report reads as its figures", () => {
  const report = { source: "TAP", cases: [], complete: true };
  expect(reportWords({ ...report, passed: 1_200, failed: 1, skipped: 0 })).toBe("1,200 passed, 1 failed");
  expect(reportWords({ ...report, passed: null, failed: 2, skipped: 1 })).toBe("2 failed, 1 skipped");
});
