import { z } from "zod";

/** What a model can do, as far as the way it is asked depends on it. */
export const ModelCapabilities = z.object({
  /** Tokens that a request and its reply may have together. */
  contextTokens: z.int().min(1_000).max(100_000_000),
  /** It reads pictures. */
  vision: z.boolean(),
  /** It writes a patch as plain text of a grammar (custom tools of the Responses API). */
  freeformPatch: z.boolean(),
  /** It may call several tools in one reply. */
  parallelCalls: z.boolean(),
  /** It takes an effort and thinks before it answers. */
  reasoning: z.boolean(),
});
export type ModelCapabilities = z.infer<typeof ModelCapabilities>;

/** Nothing is assumed of a model that nobody knows: a flag that is wrongly on breaks requests, one that is wrongly off costs little. */
const unknownModel: ModelCapabilities = {
  contextTokens: 128_000,
  vision: false,
  freeformPatch: false,
  parallelCalls: false,
  reasoning: false,
};

/** By the name without its maker; the first that fits counts. */
const known: readonly [RegExp, Partial<ModelCapabilities>][] = [
  [/^gpt-5.*-codex|^codex-/, { contextTokens: 272_000, vision: true, freeformPatch: true, parallelCalls: true, reasoning: true }],
  [/^gpt-5.*-chat/, { vision: true, parallelCalls: true }],
  [/^gpt-(5|[6-9])/, { contextTokens: 272_000, vision: true, freeformPatch: true, parallelCalls: true, reasoning: true }],
  [/^gpt-4\.1/, { contextTokens: 1_000_000, vision: true, parallelCalls: true }],
  [/^gpt-4o/, { vision: true, parallelCalls: true }],
  [/^o[134](-|$)/, { contextTokens: 200_000, vision: true, parallelCalls: true, reasoning: true }],
  [/^gpt-oss/, { reasoning: true }],
  [/^claude-/, { contextTokens: 200_000, vision: true, parallelCalls: true }],
  [/^gemini-/, { contextTokens: 1_000_000, vision: true, parallelCalls: true }],
  [/^(qwen.*-vl|pixtral|llava|.*-vision)/, { vision: true }],
  [/^qwen3-coder/, { contextTokens: 256_000 }],
];

/** The defaults of a model's name, e.g. `openai/gpt-5-mini` or `qwen3-coder:30b`. */
export function capabilitiesOf(model: string): ModelCapabilities {
  const name = model.toLowerCase().split("/").at(-1) ?? "";
  const found = known.find(([pattern]) => pattern.test(name));
  return { ...unknownModel, ...found?.[1] };
}
