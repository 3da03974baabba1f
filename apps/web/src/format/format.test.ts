import { expect, test } from "vitest";
import { age, duration } from "./duration.ts";
import { bytes, compact, counted, money } from "./figures.ts";

test("durations keep two telling digits", () => {
  expect([0, 480, 1_000, 9_440, 41_000, 133_000, 3_840_000].map(duration)).toEqual([
    "0 ms",
    "480 ms",
    "1.0 s",
    "9.4 s",
    "41 s",
    "2m 13s",
    "1h 04m",
  ]);
});

test("ages grow coarser and end in a date", () => {
  const at = "2026-03-01T12:00:00.000Z";
  const after = (seconds: number) => age(at, Date.parse(at) + seconds * 1_000);
  expect([0, 60, 7_200, 172_800].map(after)).toEqual(["just now", "1m ago", "2h ago", "2d ago"]);
  expect(after(30 * 86_400)).toBe("Mar 1, 2026");
});

test("figures are short", () => {
  expect([12, 4_200, 42_000, 1_300_000].map(compact)).toEqual(["12", "4.2k", "42k", "1.3M"]);
  expect([512, 3_400, 12_000_000].map(bytes)).toEqual(["512 B", "3.4 kB", "12 MB"]);
  expect([0, 0.001, 1.2].map(money)).toEqual(["$0", "<$0.01", "$1.20"]);
  expect([counted(1, "file"), counted(1_200, "file")]).toEqual(["1 file", "1,200 files"]);
});
