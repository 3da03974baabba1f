import type { TerminalInput } from "@slipway/core";
import { expect, test } from "vitest";
import { orderInput } from "./ordered-input.ts";

const batch = (seq: number, client = "a"): TerminalInput => ({ client, seq, acts: [{ kind: "keys", text: `${client}${seq}` }] });
const keys = (text: string) => ({ kind: "keys", text });

test("batches are done in the page's order, each once, whatever order they come in", () => {
  const input = orderInput();
  expect(input.take(batch(2))).toEqual({ acts: [], upTo: 0 });
  expect(input.take(batch(3))).toEqual({ acts: [], upTo: 0 });
  expect(input.take(batch(1))).toEqual({ acts: [keys("a1"), keys("a2"), keys("a3")], upTo: 3 });
  expect(input.take(batch(2))).toEqual({ acts: [], upTo: 3 });
  expect(input.take(batch(1, "b"))).toEqual({ acts: [keys("b1")], upTo: 1 });
  expect(input.take(batch(4))).toEqual({ acts: [keys("a4")], upTo: 4 });
});

test("what lies too far ahead is not kept, and comes again when it is due", () => {
  const input = orderInput();
  expect(input.take(batch(100_000))).toEqual({ acts: [], upTo: 0 });
  expect(input.take(batch(1))).toEqual({ acts: [keys("a1")], upTo: 1 });
});
