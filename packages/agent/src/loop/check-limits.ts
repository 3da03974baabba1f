import type { Limits, Usage } from "@slipway/core";

export type LimitName = "steps" | "tokens" | "money" | "time";

type LimitFacts = {
  limits: Pick<Limits, "steps" | "tokens" | "costUsd" | "wallClockSeconds">;
  /** Replies so far. */
  steps: number;
  usage: Usage;
  elapsedMs: number;
};

/** The limit that is used up, or null. The only place where limits are tested: before each request, so at most one overshoots. */
export function checkLimits({ limits, steps, usage, elapsedMs }: LimitFacts): LimitName | null {
  if (elapsedMs >= limits.wallClockSeconds * 1000) return "time";
  if (steps >= limits.steps) return "steps";
  if (usage.inputTokens + usage.outputTokens >= limits.tokens) return "tokens";
  if (limits.costUsd !== null && (usage.costUsd ?? 0) >= limits.costUsd) return "money";
  return null;
}
