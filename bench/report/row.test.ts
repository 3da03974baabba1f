import { expect, test } from "vitest";
import { rowOf } from "./row.ts";
import { tableOf } from "./table.ts";

const target = { text: "≤ 1.5× floor + 100 ms", limit: (floor: number) => 1.5 * floor + 100 };
const row = (value: number) => rowOf({ name: "start", unit: "ms", values: [value], floor: { name: "bare", values: [100] }, target });

test("a target is judged against the floor of the same run, its limit included", () => {
  expect(row(250)).toMatchObject({ ratio: 2.5, target: { limit: 250, met: true } });
  expect(row(251)).toMatchObject({ target: { met: false } });
});

test("the table aligns figures, shows targets met and missed, and tells the notes below", () => {
  expect(tableOf([row(90), { ...row(1_000), notes: ["too slow"] }])).toBe(
    [
      "             p50  p95  n  floor  p50  p95   ratio  target",
      "start (ms)    90       1  bare   100        0.90×  ≤ 1.5× floor + 100 ms = 250  ✓",
      "start (ms)  1000       1  bare   100       10.00×  ≤ 1.5× floor + 100 ms = 250  ✗",
      "",
      "start: too slow",
    ].join("\n"),
  );
});
