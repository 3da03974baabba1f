export type Failure = { suite: string; name: string; message: string };

/** Counts of one suite. Something that broke outside of any test, such as a lint error, is a failure too. */
export type Tally = { passed: number; skipped: number; failures: Failure[] };

export function addTallies(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((sum, tally) => sum + tally.passed, 0),
    skipped: tallies.reduce((sum, tally) => sum + tally.skipped, 0),
    failures: tallies.flatMap((tally) => tally.failures),
  };
}

/** The line by which a run is judged: `12 passed, 0 failed`, and how many were skipped when any were. */
export function summaryLine({ passed, skipped, failures }: Tally): string {
  return `${passed} passed, ${failures.length} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
