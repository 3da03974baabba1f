import type { TestCase, TestReport } from "@slipway/core";

/** The first run's report, in which a test that did not fail again is flaky. Without a second report it stays as it is. */
export function mergeRerun(first: TestReport | null, second: TestReport | null): TestReport | null {
  if (first === null || second === null) return first;
  const again = new Map<string, TestCase["outcome"]>();
  for (const { name, outcome } of second.cases) if (again.get(name) !== "failed") again.set(name, outcome);
  const ranAll = !second.complete && total(second) >= total(first);
  const isFlaky = ({ name, outcome }: TestCase) => outcome === "failed" && (again.get(name) === "passed" || (ranAll && !again.has(name)));
  const cases = first.cases.map((each) => (isFlaky(each) ? { ...each, outcome: "flaky" as const } : each));
  return { ...first, failed: first.failed - first.cases.filter(isFlaky).length, cases };
}

function total({ passed, failed, skipped }: TestReport): number {
  return (passed ?? 0) + failed + skipped;
}
