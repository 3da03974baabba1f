import { expect, test } from "vitest";
import { percentile } from "./percentile.ts";

test.each([
  [[7], 95, 7],
  [[1, 3], 50, 2],
  [[5, 1, 4, 2, 3], 50, 3],
  [[10, 20, 30, 40, 50], 95, 48],
])("of %j the %ith percentile is %d, whatever the order", (values, percent, expected) => {
  expect(percentile(values, percent)).toBeCloseTo(expected, 9);
});
