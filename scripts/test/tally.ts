export type Failure = { suite: string; name: string; message: string };

/**
 * Counts of one suite. Something that broke outside of any test, such as a lint error, is a failure too. `unsteady` are those of the
 * passed that failed once, with what they said then.
 */
export type Tally = { passed: number; skipped: number; failures: Failure[]; unsteady: Failure[] };

export const EMPTY_TALLY: Tally = { passed: 0, skipped: 0, failures: [], unsteady: [] };

export function addTallies(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((sum, tally) => sum + tally.passed, 0),
    skipped: tallies.reduce((sum, tally) => sum + tally.skipped, 0),
    failures: tallies.flatMap((tally) => tally.failures),
    unsteady: tallies.flatMap((tally) => tally.unsteady),
  };
}

/** The line by which a run is judged: `12 passed, 0 failed`, with how many were skipped or passed only when tried again, if any. */
export function summaryLine({ passed, skipped, failures, unsteady }: Tally): string {
  const rest = [skipped > 0 ? `${skipped} skipped` : "", unsteady.length > 0 ? `${unsteady.length} unsteady` : ""].filter(Boolean);
  return [`${passed} passed`, `${failures.length} failed`, ...rest].join(", ");
}
