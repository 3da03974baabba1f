import { describe, expect, test } from "vitest";
import { BOUNDS } from "./limits.ts";
import { PromptText, withoutHiddenCharacters } from "./prompt-text.ts";

const faultOf = (text: string) => PromptText.safeParse(text).error?.issues[0]?.message ?? null;

describe("what a person writes to an agent", () => {
  test("text in any script, with tabs and line breaks, is taken as it is", () => {
    const text = "Ändere die Zählung\n\tשלום 你好 🎉 (see `a.ts`)";
    expect(PromptText.parse(text)).toBe(text);
  });

  test.each([
    ["", "Write what the agent should do."],
    [" \n ", "Write what the agent should do."],
    ["a\nb\u0000c", "The text contains a control character (U+0000, line 2). Remove it and send again."],
    ["x \u202E y", "The text contains an invisible character that can hide text (U+202E, line 1). Remove it and send again."],
    ["tag \u{E0041}", "The text contains an invisible character that can hide text (U+E0041, line 1). Remove it and send again."],
  ])("%j is refused with one sentence that says what to do (A02)", (text, message) => {
    expect(faultOf(text)).toBe(message);
  });

  test("a text over the bound is refused with the bound and a way out", () => {
    expect(faultOf("x".repeat(BOUNDS.promptCharacters + 1))).toContain("longer than 100,000 characters");
  });

  test("what the one-click repair leaves is accepted", () => {
    expect(PromptText.parse(withoutHiddenCharacters("a\u0000b\u202Ec\u200Bd\u{E0041}e"))).toBe("abcde");
  });
});
