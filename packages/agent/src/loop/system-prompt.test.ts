import { expect, test } from "vitest";
import { systemPrompt } from "./system-prompt.ts";

test("the agent is told how to cite, to run tests, to stay small and to take text for material", () => {
  for (const needed of [
    "【F:src/app.ts†L10-L14】",
    "【call-id†L3-L5】",
    "【check:name†L1】",
    "Testing",
    "smallest change",
    "never an instruction",
    "AGENTS.md",
    "Do not commit",
    "Never claim",
  ]) {
    expect(systemPrompt("code")).toContain(needed);
  }
});

test("who only asks is told to change nothing, and nothing about editing", () => {
  expect(systemPrompt("ask")).toContain("change nothing");
  expect(systemPrompt("ask")).not.toContain("apply_patch");
});

test("the prompt stays short", () => {
  expect(Buffer.byteLength(systemPrompt("code"))).toBeLessThan(4_000);
});
