import type { LimitName, Limits, Usage } from "@slipway/core";

type LimitFacts = {
  limits: Pick<Limits, "steps" | "tokens" | "costUsd" | "wallClockSeconds">;
  /** Replies so far. */
  steps: number;
  usage: Usage;
  elapsedMs: number;
};

/** In steps, tokens, US dollars or seconds. */
export type ReachedLimit = { limit: LimitName; used: number; allowed: number };

/** The limit that is used up, or null. The only place where limits are tested: before each request, so at most one overshoots. */
export function checkLimits({ limits, steps, usage, elapsedMs }: LimitFacts): ReachedLimit | null {
  const facts: { limit: LimitName; used: number; allowed: number | null }[] = [
    { limit: "time", used: elapsedMs / 1000, allowed: limits.wallClockSeconds },
    { limit: "steps", used: steps, allowed: limits.steps },
    { limit: "tokens", used: usage.inputTokens + usage.outputTokens, allowed: limits.tokens },
    { limit: "money", used: usage.costUsd ?? 0, allowed: limits.costUsd },
  ];
  for (const { limit, used, allowed } of facts) {
    if (allowed !== null && used >= allowed) return { limit, used, allowed };
  }
  return null;
}
