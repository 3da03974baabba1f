import assert from "node:assert/strict";
import { test } from "node:test";
import { splitByWeights, splitEvenly } from "../src/index.js";

const sum = (shares) => shares.reduce((total, share) => total + share, 0);

test("a bill that divides evenly gives equal shares", () => {
  assert.deepEqual(splitEvenly(900, 3), [300, 300, 300]);
  assert.deepEqual(splitEvenly(0, 2), [0, 0]);
});

test("shares follow the weights", () => {
  assert.deepEqual(splitByWeights(6000, [3, 2, 1]), [3000, 2000, 1000]);
  assert.deepEqual(splitByWeights(500, [1, 0]), [500, 0]);
});

test("shares add up to the bill", () => {
  for (const people of [2, 3, 6, 7, 9]) {
    assert.equal(sum(splitEvenly(1000, people)), 1000, `10.00 between ${people}`);
  }
});

test("bad bills, people and weights are refused by name", () => {
  assert.throws(() => splitEvenly(10.5, 2), { name: "RangeError", message: "Not a number of cents: 10.5" });
  assert.throws(() => splitEvenly(100, 0), { name: "RangeError", message: "Not a number of people: 0" });
  assert.throws(() => splitByWeights(100, [1, -1]), { name: "RangeError", message: "Not a weight: -1" });
  assert.throws(() => splitByWeights(100, [0, 0]), { name: "RangeError", message: "At least one weight must be above zero" });
});
