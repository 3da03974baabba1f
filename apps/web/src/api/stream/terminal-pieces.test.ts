import { expect, test } from "vitest";
import { orderPieces } from "./terminal-pieces.ts";

function takeAll(pieces: ReturnType<typeof orderPieces>): string {
  let text = "";
  for (let piece = pieces.take(); piece !== null; piece = pieces.take()) text += piece.text;
  return text;
}

test("pieces are told in order and once, whatever order they come in", () => {
  const pieces = orderPieces(0);
  for (const [seq, text] of [
    [2, "b"],
    [1, "a"],
    [2, "b"],
    [1, "a"],
    [3, "c"],
  ] as const)
    pieces.add(seq, text);
  expect(takeAll(pieces)).toBe("abc");
  pieces.add(2, "b");
  expect(takeAll(pieces)).toBe("");
});

test("a gap is told, and gone over where the piece is gone for good", () => {
  const pieces = orderPieces(4);
  pieces.add(7, "late");
  expect([takeAll(pieces), pieces.missing()]).toEqual(["", true]);
  pieces.skip();
  expect([takeAll(pieces), pieces.missing(), pieces.last()]).toEqual(["late", false, 7]);
});

test("a reader that does not read costs bounded memory and then sees the end", () => {
  const pieces = orderPieces(0);
  for (let seq = 1; seq <= 200; seq += 1) pieces.add(seq, "x".repeat(32_768));
  pieces.skip();
  expect(takeAll(pieces).length).toBeLessThan(2_100_000);
  expect(pieces.last()).toBe(200);
});
