import assert from "node:assert/strict";
import { test } from "node:test";
import { formatMoney, parseMoney } from "../src/index.js";

test("amounts are read with a point, a comma or no fraction", () => {
  assert.equal(parseMoney("64.50"), 6450);
  assert.equal(parseMoney("64,5"), 6450);
  assert.equal(parseMoney(" -3 "), -300);
  assert.equal(parseMoney("-0"), 0);
});

test("what is not an amount is refused by name", () => {
  for (const text of ["", "1.234", "1e3", "12 EUR", "--1"]) {
    assert.throws(() => parseMoney(text), { name: "RangeError", message: `Not an amount of money: ${JSON.stringify(text)}` });
  }
});

test("writing and reading an amount gives it back", () => {
  for (const cents of [0, 5, 99, 100, -1, -12345, 999999999]) {
    assert.equal(parseMoney(formatMoney(cents)), cents);
  }
});
