import type { Verification } from "@slipway/core";

/** A check's two results side by side; null where that side has none (yet). */
export type CheckPair = { name: string; command: string; base: Verification | null; head: Verification | null };

/** Results paired by the check's name, in the order in which the checks stand. */
export function checkPairs(verifications: readonly Verification[]): CheckPair[] {
  const pairs = new Map<string, CheckPair>();
  for (const each of verifications) {
    const pair = pairs.get(each.name) ?? { name: each.name, command: each.command, base: null, head: null };
    pairs.set(each.name, { ...pair, [each.side]: each });
  }
  return [...pairs.values()];
}

const outcomeWords = { passed: "passed", failed: "failed", timed_out: "timed out", not_run: "not run" } as const;

/** `failed at base → passed at head`; what was not run is said, never left out. */
export function pairWords({ base, head }: CheckPair): string {
  const words = (side: Verification | null) => outcomeWords[side?.outcome ?? "not_run"];
  return `${words(base)} at base → ${words(head)} at head`;
}
