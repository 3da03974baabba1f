import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRedactor } from "./create-redactor.ts";
import { createSecretMask } from "./mask-secrets.ts";
import { createSecretScanner, findSecrets } from "./scan-for-secrets.ts";

/** As a stream shows it, as JSON does, and as JSON within JSON does. */
const lineEnds = ["\n", "\r\n", String.raw`\n`, String.raw`\r\n`, String.raw`\\n`, "\r\n\r\n"] as const;
const encodings = ["base64", "base64url", "hex"] as const;

const aValue = fc
  .oneof(
    fc.string({ minLength: 8, maxLength: 300, unit: "grapheme-ascii" }),
    fc.base64String({ minLength: 8, maxLength: 300 }),
    fc.string({ minLength: 8, maxLength: 100, unit: "grapheme" }),
  )
  .filter((value) => value.trim().length >= 8 && new Set(value).size > 3);
const aWrapped = fc.record({
  value: aValue,
  before: fc.string({ maxLength: 150 }),
  after: fc.string({ maxLength: 100 }),
  encoding: fc.constantFrom(...encodings),
  column: fc.oneof(fc.constantFrom(60, 64, 70, 76), fc.integer({ min: 3, max: 80 })),
  lineEnd: fc.constantFrom(...lineEnds),
  sizes: fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 8 }),
});

function wrap(text: string, column: number, lineEnd: string): string {
  return text.replace(new RegExp(`.{${column}}(?=.)`, "g"), (line) => line + lineEnd);
}

function encoded({
  value,
  before,
  after,
  encoding,
  column,
  lineEnd,
}: Omit<typeof aWrapped extends fc.Arbitrary<infer T> ? T : never, "sizes">) {
  return wrap(Buffer.from(before + value + after).toString(encoding), column, lineEnd);
}

function* inPieces<T extends { length: number }>(whole: T, sizes: readonly number[], cut: (start: number, end: number) => T): Generator<T> {
  for (let at = 0, turn = 0; at < whole.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield cut(at, at + size);
    at += size;
  }
}

function redacted(value: string, text: string, sizes: readonly number[]): string {
  const stream = createRedactor({ secrets: [{ name: "S", value }] }).open();
  return [...inPieces(text, sizes, (start, end) => text.slice(start, end))].map((piece) => stream.write(piece)).join("") + stream.end();
}

function masked(value: string, bytes: Buffer, sizes: readonly number[]): Buffer {
  const stream = createSecretMask([{ name: "S", value }]).open();
  const out = [...inPieces(bytes, sizes, (start, end) => bytes.subarray(start, end))].map((piece) => stream.write(piece));
  return Buffer.concat([...out, stream.end()]);
}

/** Every run of digits that is left once the line ends are gone, decoded from each of its first places. */
function readings(text: string): string[] {
  const joined = text.replace(/\\+[nr]|[\r\n]/g, "");
  const decode = (pattern: RegExp, encoding: BufferEncoding) =>
    [...joined.matchAll(pattern)].flatMap(([run]) => [0, 1, 2, 3].map((skip) => Buffer.from(run.slice(skip), encoding).toString("latin1")));
  return [...decode(/[\w+/-]{4,}/g, "base64"), ...decode(/[0-9a-f]{4,}/g, "hex")];
}

const bytesOf = (value: string) => Buffer.from(value.trim()).toString("latin1");

describe("an encoded value that is wrapped", () => {
  test("leaves no redacted stream, wherever its lines and the pieces end", () => {
    fc.assert(
      fc.property(aWrapped, ({ sizes, ...given }) => {
        const text = `${given.lineEnd}x: ${encoded(given)} y${given.lineEnd}`;
        const output = redacted(given.value, text, sizes);
        expect(output).toContain("[secret S]");
        expect(output).toBe(createRedactor({ secrets: [{ name: "S", value: given.value }] }).redact(text));
        const left = readings(output.replaceAll("[secret S]", " "));
        expect(left.some((reading) => reading.includes(bytesOf(given.value)))).toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  test("S15: is covered in a host's answer of the same length", () => {
    fc.assert(
      fc.property(aWrapped, ({ sizes, ...given }) => {
        const answer = Buffer.from(`{"echo":"${encoded(given)}"}`);
        const output = masked(given.value, answer, sizes);
        expect(output.length).toBe(answer.length);
        const left = readings(output.toString("latin1"));
        expect(left.some((reading) => reading.includes(bytesOf(given.value)))).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test("S05: is found in a file", () => {
    fc.assert(
      fc.property(aWrapped, ({ sizes, ...given }) => {
        const file = Buffer.from(`auth: ${encoded(given)}\n`);
        const scan = createSecretScanner([{ name: "S", value: given.value }]).open();
        for (const piece of inPieces(file, sizes, (start, end) => file.subarray(start, end))) scan.feed(piece);
        expect(scan.found()).toEqual(["S"]);
      }),
      { numRuns: 300 },
    );
  });

  test("is replaced with the line ends in it, and no other line end", () => {
    const value = "correct-horse-battery-staple-and-so-on-until-the-line-is-full";
    const whole = wrap(btoa(value), 64, "\n");
    expect(whole).toContain("\n");
    expect(redacted(value, `key:\n${whole}\nend\n`, [7])).toBe("key:\n[secret S]\nend\n");
    const answer = JSON.stringify({ key: whole });
    expect(JSON.parse(masked(value, Buffer.from(answer), [9]).toString())).toEqual({ key: "*".repeat(whole.length + 1) });
  });
});

describe("a text without a wrapped value", () => {
  const value = "correct-horse-battery-staple-and-so-on-until-the-line-is-full";
  const digits = btoa(value);
  const someLines = fc
    .array(
      fc.oneof(
        fc.constantFrom("\n", "\r\n", String.raw`\n`, "\\", "\n".repeat(9), digits.slice(0, 3), digits.slice(0, 40), digits.slice(5, 60)),
        fc.string({ maxLength: 20 }),
      ),
      { maxLength: 20 },
    )
    .map((parts) => parts.join(""));

  test("comes through to the byte, whatever the pieces", () => {
    fc.assert(
      fc.property(someLines, fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 8 }), (text, sizes) => {
        expect(redacted(value, text, sizes)).toBe(text);
        const bytes = Buffer.from(text);
        expect(masked(value, bytes, sizes).equals(bytes)).toBe(true);
        expect(findSecrets(bytes, [{ name: "S", value }])).toEqual([]);
      }),
      { numRuns: 600 },
    );
  });

  test("is not held back at the end of a line for a few characters that a value begins with", () => {
    const stream = createRedactor({ secrets: [{ name: "S", value }] }).open();
    for (const line of [`${digits.slice(0, 1)}\n`, `is ${digits.slice(0, 2)}\r\n`]) expect(stream.write(line)).toBe(line);
  });

  test("keeps back no more of an endless row of line ends than two of them", () => {
    const stream = createRedactor({ secrets: [{ name: "S", value }] }).open();
    expect(stream.write(`${digits.slice(0, 30)}\r\n\r\n`)).toBe("");
    expect(stream.write("\n".repeat(10))).toBe(`${digits.slice(0, 30)}\r\n\r\n${"\n".repeat(10)}`);
  });
});
