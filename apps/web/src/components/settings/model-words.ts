import type { ModelPrice, ProviderModel } from "@slipway/core";
import { compact } from "../../format/figures.ts";

export type CapabilityName = "vision" | "parallelCalls" | "freeformPatch" | "reasoning";

/** What a model can do, as people read it. */
export const CAPABILITIES: readonly { name: CapabilityName; label: string; hint: string }[] = [
  { name: "vision", label: "Reads pictures", hint: "Pictures in prompts and screenshots reach it." },
  { name: "reasoning", label: "Takes an effort", hint: "It can be asked to think longer." },
  { name: "parallelCalls", label: "Several calls in one reply", hint: "Fewer requests where the model is good at it." },
  { name: "freeformPatch", label: "Patches as plain text", hint: "For models that were trained on it, over the Responses API." },
];

export function priceWords(price: ModelPrice | null): string {
  if (price === null) return "no price, so costs are unknown";
  return `$${price.inputUsd} in · $${price.cachedInputUsd} cached · $${price.outputUsd} out, a million tokens`;
}

export function capabilityWords(model: ProviderModel): string {
  const can = CAPABILITIES.filter(({ name }) => model[name]).map(({ label }) => label.toLowerCase());
  return [`${compact(model.contextTokens)} tokens of context`, ...can].join(" · ");
}
