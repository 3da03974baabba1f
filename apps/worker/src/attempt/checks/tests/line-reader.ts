import type { TestReport } from "@slipway/core";

/** `take` gets the groups of `pattern`, empty where one did not take part. A line without `hint` is not held against the pattern. */
type LineRule = { hint: string; pattern: RegExp; take(groups: string[]): void };

/** What one runner or format says: of its rules the first that fits a line takes it. Patterns are linear in the line. */
export type LineReader = { rules: readonly LineRule[]; end(): TestReport | null };

export function showLine(line: string, { rules }: LineReader): void {
  for (const { hint, pattern, take } of rules) {
    const match = line.includes(hint) ? pattern.exec(line) : null;
    if (match === null) continue;
    take(match.slice(1).map((group) => group ?? ""));
    break;
  }
}
