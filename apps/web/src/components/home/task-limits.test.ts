import { expect, test } from "vitest";
import { taskLimitFaults, taskLimits } from "./task-limits.ts";

test("limits are written in the units that people use and sent in those that are stored", () => {
  expect(taskLimits({ costUsd: "1,50", wallClockSeconds: "20", steps: "40", tokens: "800" })).toEqual({
    costUsd: 1.5,
    wallClockSeconds: 1_200,
    steps: 40,
    tokens: 800_000,
  });
  expect(taskLimits({ costUsd: "", steps: " " })).toEqual({});
});

test("a figure that cannot be is told in its own unit", () => {
  expect(taskLimitFaults({ costUsd: "-1", steps: "many", tokens: "800" })).toEqual(
    new Map([
      ["costUsd", "Give a number from 0.01 to 100000 US dollars."],
      ["steps", "Give a number from 1 to 1000."],
    ]),
  );
});
