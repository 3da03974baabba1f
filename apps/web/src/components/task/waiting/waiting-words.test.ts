import type { LimitName } from "@slipway/core";
import { expect, test } from "vitest";
import { offeredTotal, readTotal, usedWords } from "./waiting-words.ts";

const wait = (limit: LimitName, used: number, allowed: number) => ({ kind: "limit" as const, limit, used, allowed });

test("what was used reads in the unit that people use", () => {
  expect(
    [wait("steps", 100, 100), wait("tokens", 5_000_400, 5_000_000), wait("money", 1.02, 1), wait("time", 3_605, 3_600)].map(usedWords),
  ).toEqual(["Used 100 of 100 steps", "Used 5.0M of 5.0M tokens", "Used $1.02 of $1.00", "Worked 60.1 of 60 minutes"]);
});

test("as much again is offered, as far as there may be", () => {
  expect([wait("steps", 100, 100), wait("steps", 800, 800), wait("time", 3_600, 3_600)].map(offeredTotal)).toEqual([200, 1_000, 120]);
});

test("a total is more than what is used and no more than the platform allows", () => {
  expect(readTotal(wait("time", 3_600, 3_600), "90")).toEqual({ total: 5_400 });
  expect(readTotal(wait("money", 1.02, 1), "2,5")).toEqual({ total: 2.5 });
  expect(readTotal(wait("steps", 100, 100), "100")).toEqual({ fault: "Give more than the 100 steps that are used." });
  expect(readTotal(wait("steps", 100, 100), "2000")).toEqual({ fault: "At most 1,000 steps." });
  expect(readTotal(wait("steps", 100, 100), "many")).toEqual({ fault: "Give a number." });
});
