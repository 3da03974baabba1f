import { compareTests, type TestComparison } from "./compare-tests.ts";
import type { TestReport } from "./test-report.ts";
import type { VerificationOutcome, VerificationSide } from "./verification.ts";

/** What a comparison needs of a verification, stored or shown. */
export type ComparedVerification = {
  name: string;
  command: string;
  side: VerificationSide;
  outcome: VerificationOutcome;
  reason: string | null;
  flaky: boolean;
  tests: TestReport | null;
};

/** `failing`: it fails at head, and nothing is known of base. */
export type CheckVerdict = "passed" | "fixed" | "newly_failing" | "failed_before" | "failing" | "flaky" | "not_run";

/** A check's two results side by side; null where that side has none (yet). */
export type CheckComparison<V extends ComparedVerification = ComparedVerification> = {
  name: string;
  command: string;
  base: V | null;
  head: V | null;
  verdict: CheckVerdict;
  tests: TestComparison | null;
};

/** Results paired by the check's name, in the order in which the checks stand. */
export function compareChecks<V extends ComparedVerification>(verifications: readonly V[]): CheckComparison<V>[] {
  const names = [...new Set(verifications.map(({ name }) => name))];
  return names.map((name) => {
    const find = (side: VerificationSide) => verifications.find((each) => each.name === name && each.side === side) ?? null;
    const base = find("base");
    const head = find("head");
    const tests = compareTests(base?.tests ?? null, head?.tests ?? null);
    return { name, command: (head ?? base)?.command ?? "", base, head, verdict: verdictOf(base, head, tests), tests };
  });
}

function verdictOf(base: ComparedVerification | null, head: ComparedVerification | null, tests: TestComparison | null): CheckVerdict {
  if (head === null || head.outcome === "not_run") return "not_run";
  const failedBefore = base !== null && fails(base);
  if (head.outcome === "passed") return failedBefore ? "fixed" : "passed";
  if (head.flaky) return "flaky";
  if (base?.outcome === "passed" || (tests?.newlyFailing.length ?? 0) > 0) return "newly_failing";
  return failedBefore ? "failed_before" : "failing";
}

function fails({ outcome }: ComparedVerification): boolean {
  return outcome === "failed" || outcome === "timed_out";
}

/** Tests, and checks that say nothing of single tests, counted by what became of them. */
export type CheckTally = {
  newlyFailing: number;
  failing: number;
  fixed: number;
  failedBefore: number;
  flaky: number;
  notSeen: number;
  notRun: number;
};

/** In tests where a check tells single ones, else the check itself counts as one. */
export function tallyChecks(checks: readonly CheckComparison[]): CheckTally {
  const tally: CheckTally = { newlyFailing: 0, failing: 0, fixed: 0, failedBefore: 0, flaky: 0, notSeen: 0, notRun: 0 };
  for (const { verdict, tests } of checks) {
    const count = (is: CheckVerdict, names: readonly string[] | undefined) => Math.max(verdict === is ? 1 : 0, names?.length ?? 0);
    tally.newlyFailing += count("newly_failing", tests?.newlyFailing);
    tally.failing += count("failing", undefined);
    tally.fixed += count("fixed", tests?.fixed);
    tally.failedBefore += count("failed_before", tests?.failedBefore);
    tally.flaky += count("flaky", tests?.flaky);
    tally.notSeen += tests?.notSeen.length ?? 0;
    tally.notRun += count("not_run", undefined);
  }
  return tally;
}

/** `2 newly failing, 1 fixed, 3 failed before`; empty where there is nothing to say. */
export function tallyWords(tally: CheckTally): string {
  const parts: [number, string][] = [
    [tally.newlyFailing, "newly failing"],
    [tally.failing, "failing"],
    [tally.flaky, "flaky"],
    [tally.fixed, "fixed"],
    [tally.failedBefore, "failed before"],
    [tally.notSeen, "no longer run"],
    [tally.notRun, "not run"],
  ];
  return parts.flatMap(([count, words]) => (count === 0 ? [] : [`${count} ${words}`])).join(", ");
}
