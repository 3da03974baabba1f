import type { TestCase, TestOutcome, TestReport } from "@slipway/core";

/** Names are kept of at most so many tests while a log is read, and of some more that failed. */
const MAX_CASES = 20_000;
const MAX_FURTHER_FAILURES = 2_000;
const MAX_NAME = 300;

type Counts = { passed: number | null; failed: number; skipped: number };

export type ReportDraft = {
  /** Counts every test, also one of a name that was there before. */
  add(name: string, outcome: Exclude<TestOutcome, "flaky">): void;
  /** For runners that name a test more than once: the first time counts. */
  addOnce(name: string, outcome: Exclude<TestOutcome, "flaky">): void;
  /** The counts that the runner tells win over those of the named tests. Null where there was no test at all. */
  report(source: string, counts?: Counts): TestReport | null;
};

export function draftReport(): ReportDraft {
  const cases: TestCase[] = [];
  const names = new Set<string>();
  const counted = { passed: 0, failed: 0, skipped: 0 };
  const add: ReportDraft["add"] = (name, outcome) => {
    counted[outcome] += 1;
    const room = outcome === "failed" ? MAX_CASES + MAX_FURTHER_FAILURES : MAX_CASES;
    if (cases.length < room) cases.push({ name: shortName(name), outcome });
  };
  return {
    add,
    addOnce(name, outcome) {
      if (names.has(name)) return;
      names.add(name);
      add(name, outcome);
    },
    report(source, counts = counted) {
      const { passed, failed, skipped } = counts;
      const total = (passed ?? 0) + failed + skipped;
      if (total === 0) return null;
      return { source, passed, failed, skipped, cases, complete: passed !== null && cases.length >= total };
    },
  };
}

/** One line, bounded; the end of a long name tells more than its middle. */
function shortName(name: string): string {
  const line = name.replaceAll(/\s+/g, " ").trim() || "(without a name)";
  if (line.length <= MAX_NAME) return line;
  return `${line.slice(0, MAX_NAME / 2 - 1)}…${line.slice(-MAX_NAME / 2)}`.toWellFormed();
}

type Kept = { passed: number; failed: number; skipped: number };

/** Adds `12 passed`-like figures by what each word means. False where there was none. */
export function addFigures(counts: Kept, text: string, meaning: Partial<Record<string, keyof Kept>>): boolean {
  let found = false;
  for (const [, figure = "0", word = ""] of text.matchAll(/(\d{1,7}) ([a-z]+)/g)) {
    const kind = meaning[word];
    if (kind === undefined) continue;
    counts[kind] += Number(figure);
    found = true;
  }
  return found;
}

/** For runners that tell how many ran and how many of these did not pass. */
export function addRest(counts: Kept, told: { all: string | undefined; failed: string | undefined; skipped: string | undefined }): void {
  const [all, failed, skipped] = [told.all, told.failed, told.skipped].map((figure) => Number(figure ?? 0)) as [number, number, number];
  counts.failed += failed;
  counts.skipped += skipped;
  counts.passed += Math.max(0, all - failed - skipped);
}
