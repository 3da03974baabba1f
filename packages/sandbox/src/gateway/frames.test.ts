import fc from "fast-check";
import { expect, test } from "vitest";
import { createFrameReader, encodeFrame, type Frame } from "./frames.ts";

const frame = fc.record({
  type: fc.constantFrom("ready", "opened", "data", "end", "reset", "credit"),
  connection: fc.nat(0xffffffff),
  payload: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
}) satisfies fc.Arbitrary<Frame>;

test("frames come out as they went in, wherever the stream was cut", () => {
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 20 }), fc.integer({ min: 1, max: 50 }), (frames, step) => {
      const read = createFrameReader();
      const bytes = Buffer.concat(frames.map(encodeFrame));
      const found: Frame[] = [];
      for (let at = 0; at < bytes.length; at += step) found.push(...read(bytes.subarray(at, at + step)));
      expect(found.map((one) => ({ ...one, payload: Buffer.from(one.payload) }))).toEqual(frames);
    }),
  );
});

test("N22: what is no frame of the inner half's is refused at once", () => {
  for (const bytes of ["HTTP/1.1 200 OK\r\n\r\n", "D\x01\0\0\0\0\0\0", "D\0\xff\xff\0\0\0\0"])
    expect(() => createFrameReader()(Buffer.from(bytes, "latin1"))).toThrow("another language");
});
