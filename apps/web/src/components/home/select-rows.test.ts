import { expect, test } from "vitest";
import { type Selection, selectRows } from "./select-rows.ts";

const ids = ["a", "b", "c", "d"];
const none: Selection = { chosen: new Set(), anchor: null };

test("a row is taken in and out again", () => {
  const once = selectRows(none, { ids, id: "b", isRange: false });
  expect(once).toEqual({ chosen: new Set(["b"]), anchor: "b" });
  expect(selectRows(once, { ids, id: "b", isRange: false }).chosen).toEqual(new Set());
});

test("a range runs upwards as well as downwards from the last row", () => {
  const last = selectRows(none, { ids, id: "c", isRange: false });
  expect(selectRows(last, { ids, id: "a", isRange: true }).chosen).toEqual(new Set(["a", "b", "c"]));
});

test("a range from a row that has left the list is that one row", () => {
  expect(selectRows({ chosen: new Set(), anchor: "gone" }, { ids, id: "b", isRange: true }).chosen).toEqual(new Set(["b"]));
});
