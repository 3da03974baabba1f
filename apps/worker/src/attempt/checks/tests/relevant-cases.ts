import type { TestCase, TestReport } from "@slipway/core";
import type { StoredVerification } from "@slipway/db";

const MAX_STORED = 500;

/** Reports as they are stored: of the tests that passed or were skipped, those alone that failed at the other side. */
export function withRelevantCases(results: readonly StoredVerification[]): StoredVerification[] {
  return results.map((result) => {
    const other = results.find((each) => each.name === result.name && each.side !== result.side);
    return { ...result, tests: result.tests === null ? null : relevant(result.tests, other?.tests ?? null) };
  });
}

function relevant(report: TestReport, other: TestReport | null): TestReport {
  const failedThere = new Set(other?.cases.filter(isBad).map(({ name }) => name));
  const bad = report.cases.filter(isBad).slice(0, MAX_STORED);
  const good = report.cases.filter((each) => !isBad(each) && failedThere.has(each.name)).slice(0, MAX_STORED);
  return { ...report, cases: [...bad, ...good] };
}

function isBad({ outcome }: TestCase): boolean {
  return outcome === "failed" || outcome === "flaky";
}
