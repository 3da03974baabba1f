import type { CheckComparison } from "./compare-checks.ts";
import type { TestReport } from "./test-report.ts";

/** What became of a check between base and head, in one sentence without a full stop. */
export function checkWords({ verdict, base, head, tests }: CheckComparison): string {
  switch (verdict) {
    case "passed":
      return base?.outcome === "passed" ? "passed, as before" : "passed; not known before";
    case "fixed":
      return "passed; it failed before";
    case "newly_failing":
      return base?.outcome === "passed" ? `${failed(head)}; it passed before` : `${failed(head)} in a new way; it failed before too`;
    case "failed_before":
      return `${failed(head)}, as before`;
    case "failing":
      return `${failed(head)}; not known before`;
    case "flaky":
      return "failed, then passed on the same tree";
    case "not_run":
      return tests === null && base !== null && base.outcome !== "not_run"
        ? `not run at head; ${base.outcome.replace("_", " ")} before`
        : "not run";
  }
}

function failed(head: CheckComparison["head"]): string {
  return head?.outcome === "timed_out" ? "timed out" : "failed";
}

/** `12 passed, 1 failed, 2 skipped`; what there is none of is left out. */
export function reportWords({ passed, failed, skipped, cases }: TestReport): string {
  const parts: [number, string][] = [
    [passed ?? 0, "passed"],
    [failed, "failed"],
    [cases.filter(({ outcome }) => outcome === "flaky").length, "flaky"],
    [skipped, "skipped"],
  ];
  return parts.flatMap(([count, words]) => (count === 0 ? [] : [`${count.toLocaleString("en")} ${words}`])).join(", ");
}
