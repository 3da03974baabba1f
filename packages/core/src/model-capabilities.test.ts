import { expect, test } from "vitest";
import { capabilitiesOf } from "./model-capabilities.ts";

test("a model's name tells what it can do, whoever serves it", () => {
  const full = { contextTokens: 272_000, vision: true, freeformPatch: true, parallelCalls: true, reasoning: true };
  expect(capabilitiesOf("gpt-5")).toEqual(full);
  expect(capabilitiesOf("openai/gpt-5.1-codex")).toEqual(full);
  expect(capabilitiesOf("qwen2.5-vl:7b").vision).toBe(true);
});

test("of a model that nobody knows nothing is assumed", () => {
  expect(capabilitiesOf("acme/thing-1")).toEqual({
    contextTokens: 128_000,
    vision: false,
    freeformPatch: false,
    parallelCalls: false,
    reasoning: false,
  });
});
