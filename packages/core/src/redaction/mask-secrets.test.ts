import fc from "fast-check";
import { expect, test } from "vitest";
import { createSecretMask } from "./mask-secrets.ts";
import { findSecrets } from "./scan-for-secrets.ts";

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");

function inPieces(mask: ReturnType<typeof createSecretMask>, bytes: Uint8Array, sizes: readonly number[]): Buffer {
  const stream = mask.open();
  const out: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    out.push(stream.write(bytes.subarray(at, at + size)));
    at += size;
  }
  return Buffer.concat([...out, stream.end()]);
}

test("a value is covered in the usual encodings, and every length stays", () => {
  const mask = createSecretMask([{ name: "T", value: "Bearer npm_abcdefgh" }]);
  const hidden = (given: string) => text(mask.mask(Buffer.from(given)));
  expect(hidden('{"authorization":"Bearer npm_abcdefgh"}')).toBe(`{"authorization":"${"*".repeat(19)}"}`);
  expect(hidden("token=npm_abcdefgh;")).toBe(`token=${"*".repeat(12)};`);
  expect(hidden(`x ${btoa("npm_abcdefgh")} y`)).toMatch(/^x \*{16} y$/);
  expect(hidden("nothing to hide")).toBe("nothing to hide");
});

test("bytes that are no text and no secret come through as they are, however they are cut", () => {
  const mask = createSecretMask([{ name: "T", value: "correct-horse" }]);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }), (bytes, sizes) => {
      expect(inPieces(mask, bytes, sizes).equals(Buffer.from(bytes))).toBe(true);
    }),
  );
});

test("S15: an answer goes on where a value ends a piece and its last character may begin it anew", () => {
  const stream = createSecretMask([{ name: "T", value: "aaaaaa" }]).open();
  const piece = Buffer.from("xaaaaaaa");
  expect(text(stream.write(piece)) + text(stream.write(Buffer.from("y"))) + text(stream.end())).toBe("x*******y");
  expect(piece.toString()).toBe("xaaaaaaa");
});

test("no value is left, however the stream is cut and the values overlap", () => {
  const unit = fc.constantFrom(..."aab");
  const values = fc.array(fc.string({ minLength: 6, maxLength: 12, unit }), { minLength: 1, maxLength: 4 });
  const sizes = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(values, fc.string({ maxLength: 200, unit }), sizes, (given, body, cuts) => {
      const secrets = given.map((value, index) => ({ name: `S${index}`, value }));
      const bytes = Buffer.from(body);
      const whole = createSecretMask(secrets).mask(bytes);
      expect(findSecrets(whole, secrets)).toEqual([]);
      expect(text(inPieces(createSecretMask(secrets), bytes, cuts))).toBe(text(whole));
    }),
    { numRuns: 2_000 },
  );
});
