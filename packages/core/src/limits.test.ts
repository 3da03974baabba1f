import { expect, test } from "vitest";
import { Limits, resolveLimits } from "./limits.ts";

test("later overrides win field by field, and everything else has a default", () => {
  const defaults = Limits.parse({});
  expect(resolveLimits({ cpus: 1, steps: 5 }, { steps: 9 })).toEqual({ ...defaults, cpus: 1, steps: 9 });
});

test.each([{ steps: 0 }, { cpus: Number.NaN }, { costUsd: -1 }, { tokens: 1.5 }, { memoryBytes: 1 }])("%j is refused", (limits) => {
  expect(() => resolveLimits(limits)).toThrow();
});
