import { expect, test } from "vitest";
import type { ComparedVerification } from "./compare-checks.ts";
import { draftReason } from "./draft-reason.ts";

function aCheck(base: "passed" | "failed", head: "passed" | "failed", flaky = false): ComparedVerification[] {
  const common = { name: "test", command: "npm test", reason: null, tests: null };
  return [
    { ...common, side: "base", outcome: base, flaky: false },
    { ...common, side: "head", outcome: head, flaky },
  ];
}

test("a pull request is proposed as a draft where a check newly fails, and only there", () => {
  expect(draftReason(aCheck("passed", "failed"))).toBe("1 newly failing with this change");
  expect(draftReason(aCheck("failed", "failed"))).toBeNull();
  expect(draftReason(aCheck("passed", "failed", true))).toBeNull();
  expect(draftReason(aCheck("passed", "passed"))).toBeNull();
  expect(draftReason([])).toBeNull();
});
