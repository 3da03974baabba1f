import type { TestCase, TestReport } from "./test-report.ts";

/** Names of tests by what became of them between two trees. */
export type TestComparison = {
  newlyFailing: string[];
  fixed: string[];
  failedBefore: string[];
  /** Failed at head, then passed on the same tree. */
  flaky: string[];
  /** Failed at base and did not run at head: removed, renamed or skipped. */
  notSeen: string[];
};

/** Null where one side has no report, or more failures at base than it names: then nothing can be told apart. */
export function compareTests(base: TestReport | null, head: TestReport | null): TestComparison | null {
  if (base === null || head === null) return null;
  const before = failures(base);
  if (before.size < base.failed) return null;
  const after = outcomes(head.cases);
  const failing = failures(head);
  const unfailing = [...before].filter((name) => !failing.has(name));
  const passes = (name: string) => {
    const outcome = after.get(name);
    return outcome === undefined ? !head.complete && total(head) >= total(base) : outcome !== "skipped";
  };
  return {
    newlyFailing: [...failing].filter((name) => !before.has(name)),
    fixed: unfailing.filter(passes),
    failedBefore: [...failing].filter((name) => before.has(name)),
    flaky: [...after].flatMap(([name, outcome]) => (outcome === "flaky" ? [name] : [])),
    notSeen: unfailing.filter((name) => !passes(name)),
  };
}

function failures({ cases }: TestReport): Set<string> {
  return new Set(cases.flatMap(({ name, outcome }) => (outcome === "failed" ? [name] : [])));
}

/** Of several cases of one name a failure counts. */
function outcomes(cases: readonly TestCase[]): Map<string, TestCase["outcome"]> {
  const found = new Map<string, TestCase["outcome"]>();
  for (const { name, outcome } of cases) if (found.get(name) !== "failed") found.set(name, outcome);
  return found;
}

function total({ passed, failed, skipped }: TestReport): number {
  return (passed ?? 0) + failed + skipped;
}
