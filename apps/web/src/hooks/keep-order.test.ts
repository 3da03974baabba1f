import { expect, test } from "vitest";
import { keepOrder } from "./keep-order.ts";

test("rows stay where they are while new ones wait", () => {
  const items = [{ id: "new" }, { id: "b" }, { id: "a" }];
  expect(keepOrder(items, ["a", "b"])).toEqual({ rows: [{ id: "a" }, { id: "b" }], waiting: 1 });
});

test("a row that left the list is gone", () => {
  expect(keepOrder([{ id: "b" }], ["a", "b"])).toEqual({ rows: [{ id: "b" }], waiting: 0 });
});
