import type { ModelPrice } from "@slipway/core";

/** Null where no price is known. */
export function costOf(
  tokens: { inputTokens: number; cachedInputTokens: number; outputTokens: number },
  price: ModelPrice | null,
): number | null {
  if (price === null) return null;
  const fresh = Math.max(0, tokens.inputTokens - tokens.cachedInputTokens);
  return (fresh * price.inputUsd + tokens.cachedInputTokens * price.cachedInputUsd + tokens.outputTokens * price.outputUsd) / 1_000_000;
}
