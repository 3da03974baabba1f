import { expect, test } from "vitest";
import { citationsAsText } from "./citations-as-text.ts";

test("a cited file keeps its lines, and a log that nobody else can open leaves no trace", () => {
  const text = "Fixed in 【F:src/a b.ts†L3-L5】 and 【F:x.c†L7】.\n\n`npm test` passed 【call_1†L2】 【check:npm test†L10-12】.";
  expect(citationsAsText(text)).toBe("Fixed in `src/a b.ts:3-5` and `x.c:7`.\n\n`npm test` passed.");
});

test("a file's name cannot break out of its quotes", () => {
  expect(citationsAsText("See 【F:a`b$&.c†L1】.")).toBe("See `a'b$&.c:1`.");
});

test("text without citations stays as it is", () => {
  expect(citationsAsText("【F:x】 and nothing")).toBe("【F:x】 and nothing");
});
