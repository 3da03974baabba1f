import { z } from "zod";

/** Tokens as the provider counts them; `costUsd` is null where no price is known. */
export const Usage = z.object({
  requests: z.int(),
  inputTokens: z.int(),
  cachedInputTokens: z.int(),
  outputTokens: z.int(),
  costUsd: z.number().nullable(),
});
export type Usage = z.infer<typeof Usage>;

export const noUsage: Usage = { requests: 0, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, costUsd: null };

export function addUsage(a: Usage, b: Usage): Usage {
  return {
    requests: a.requests + b.requests,
    inputTokens: a.inputTokens + b.inputTokens,
    cachedInputTokens: a.cachedInputTokens + b.cachedInputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    costUsd: a.costUsd === null && b.costUsd === null ? null : (a.costUsd ?? 0) + (b.costUsd ?? 0),
  };
}
