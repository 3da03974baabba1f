import { describe, expect, test } from "vitest";
import { splitTesting, testingClaims } from "./testing-claims.ts";

const seen = {
  commands: [
    { callId: "a", command: "npm test", exitCode: 1 },
    { callId: "b", command: "cd app &&\n npm test", exitCode: 0 },
    { callId: "c", command: "npm run lint", exitCode: 0 },
  ],
  checks: [
    { name: "unit", command: "npm  test" },
    { name: "types", command: "tsc" },
  ],
};

describe("claims about tests", () => {
  test("stand beside the command that they cite, or else the last run of what they quote, and beside the check", () => {
    expect(testingClaims("- ✅ `npm test` passes\n- lint is clean 【c†L1】\n- see 【check:types†L2】", seen)).toEqual([
      { text: "✅ `npm test` passes", commands: [{ callId: "b", command: "cd app && npm test", exitCode: 0 }], checks: ["unit"] },
      { text: "lint is clean 【c†L1】", commands: [seen.commands[2]], checks: [] },
      { text: "see 【check:types†L2】", commands: [], checks: ["types"] },
    ]);
  });

  test("without a run behind them have neither", () => {
    expect(testingClaims("All tests pass.\n\n* `make e2e` is green", seen)).toEqual([
      { text: "All tests pass.", commands: [], checks: [] },
      { text: "`make e2e` is green", commands: [], checks: [] },
    ]);
  });

  test("keep the lines that belong to them", () => {
    const text = "1. First\n   goes on\n   ```\n   - no claim\n   ```\n2) Second";
    expect(testingClaims(text, seen).map((claim) => claim.text)).toEqual(["First\n   goes on\n   ```\n   - no claim\n   ```", "Second"]);
  });

  test("are bounded", () => {
    const claims = testingClaims(`- ${"x".repeat(5_000)}\n`.repeat(100), seen);
    expect(claims).toHaveLength(30);
    expect(claims[0]?.text).toHaveLength(2_000);
  });
});

describe("a summary's own section on testing", () => {
  test.each([["## Testing"], ["**Testing**"], ["Testing:"], ["### testing"]])("under %s is taken out of it", (title) => {
    expect(splitTesting({ summary: `Fixed it.\n\n${title}\n- ran\n\n## Notes\nMore.`, testing: null })).toEqual({
      body: "Fixed it.\n\n## Notes\nMore.",
      testing: "\n- ran\n\n",
    });
  });

  test("stays where there is one of its own, and where nothing else would be left", () => {
    expect(splitTesting({ summary: "Fixed.\n\n## Testing\n- ran", testing: "- saw" })).toEqual({
      body: "Fixed.\n\n## Testing\n- ran",
      testing: "- saw",
    });
    expect(splitTesting({ summary: "## Testing\n- ran", testing: null })).toEqual({ body: "## Testing\n- ran", testing: "" });
  });
});
