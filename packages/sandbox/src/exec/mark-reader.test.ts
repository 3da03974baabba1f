import { expect, test } from "vitest";
import { createMarkReader, type ExecMark } from "./mark-reader.ts";

const nonce = "0123456789abcdef01234567";
const begun: ExecMark = { kind: "begun", processGroup: 42 };
const ended: ExecMark = { kind: "ended", exitCode: 3, oomKills: 1 };
const stream = Buffer.from(`\0${nonce}:b42\0out\0put \0${nonce.slice(0, 9)} ä\0${nonce}:e3:1\0late`);

function readAll(chunks: Buffer[]) {
  const reader = createMarkReader(nonce);
  const found = chunks.flatMap((chunk) => [...reader.read(chunk)]);
  const bytes = Buffer.concat([...found.filter((item) => Buffer.isBuffer(item)), reader.rest()]);
  return { marks: found.filter((item) => !Buffer.isBuffer(item)), text: bytes.toString() };
}

const expected = { marks: [begun, ended], text: `out\0put \0${nonce.slice(0, 9)} älate` };

test.each([1, 2, 3, 7, 16, 31, 64, 1_000])("marks are found and output is kept with chunks of %i bytes", (size) => {
  const chunks = Array.from({ length: Math.ceil(stream.length / size) }, (_, index) => stream.subarray(index * size, (index + 1) * size));
  expect(readAll(chunks)).toEqual(expected);
});

test("something with the nonce that is no mark is output", () => {
  const odd = `\0${nonce}:x\0 and \0${nonce}:${"9".repeat(100)}`;
  expect(readAll([Buffer.from(odd)])).toEqual({ marks: [], text: odd });
});

test("an unfinished mark at the end is output", () => {
  expect(readAll([Buffer.from(`text\0${nonce}:e`)])).toEqual({ marks: [], text: `text\0${nonce}:e` });
});
