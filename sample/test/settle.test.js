import assert from "node:assert/strict";
import { test } from "node:test";
import { settle } from "../src/index.js";

test("one payer is paid back by everybody else", () => {
  const transfers = settle([
    { name: "Ada", paid: 9000 },
    { name: "Ben", paid: 0 },
    { name: "Cleo", paid: 1500 },
  ]);
  assert.deepEqual(transfers, [
    { from: "Ben", to: "Ada", amount: 3500 },
    { from: "Cleo", to: "Ada", amount: 2000 },
  ]);
});

test("people who paid the same owe nothing", () => {
  assert.deepEqual(
    settle([
      { name: "Ada", paid: 700 },
      { name: "Ben", paid: 700 },
    ]),
    [],
  );
  assert.deepEqual(settle([]), []);
});
