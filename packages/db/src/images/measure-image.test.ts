import { InvalidInputError } from "@slipway/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { aPicture } from "../../test/a-picture.ts";
import { measureImage } from "./measure-image.ts";

const gif = Buffer.from("R0lGODlhBQAHAIAAAAAAAP///yH5BAEAAAAALAAAAAAFAAcAAAIFhI+py1gAOw==", "base64");
const webp = Buffer.from("UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoCAAMAAgA0JaQAA3AA/vuUAAA=", "base64");

/** Start, an EXIF block where an orientation is given, frame header, end. */
function jpeg(width: number, height: number, orientation?: number): Buffer {
  const exif = Buffer.from(
    `45786966000049492a000800000001001201030001000000${(orientation ?? 1).toString(16).padStart(2, "0")}00000000000000`,
    "hex",
  );
  const app1 = Buffer.concat([Buffer.from([0xff, 0xe1]), length(exif.length + 2), exif]);
  const app0 = Buffer.from("ffe000104a46494600010100000100010000", "hex");
  const frame = Buffer.concat([Buffer.from([0xff, 0xc0, 0, 11, 8]), length(height), length(width), Buffer.from([1, 1, 0x11, 0])]);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), orientation === undefined ? app0 : app1, frame, Buffer.from([0xff, 0xd9])]);
}

function length(value: number): Buffer {
  return Buffer.from([value >> 8, value & 255]);
}

test.each([
  ["PNG", aPicture(640, 480), { mediaType: "image/png", width: 640, height: 480 }],
  ["GIF", gif, { mediaType: "image/gif", width: 5, height: 7 }],
  ["WebP", webp, { mediaType: "image/webp", width: 2, height: 3 }],
  ["JPEG", jpeg(30, 20), { mediaType: "image/jpeg", width: 30, height: 20 }],
  ["JPEG of a camera held upright", jpeg(30, 20, 6), { mediaType: "image/jpeg", width: 20, height: 30 }],
])("a %s is measured by its content", (_name, content, expected) => {
  expect(measureImage(content)).toEqual({ ...expected, bytes: content.length });
});

test.each([
  ["nothing", Buffer.alloc(0), "is empty"],
  [
    "an SVG, which could carry scripts",
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'),
    "no picture that can be used",
  ],
  ["a web page", Buffer.from("<!doctype html><script>1</script>"), "no picture that can be used"],
  ["a PNG that ends in its header", aPicture(1, 1).subarray(0, 18), "broken"],
  ["a JPEG without a frame", Buffer.from("ffd8ffe000104a4649460001", "hex"), "broken"],
  ["a GIF of no size", Buffer.from(`GIF89a${"\0".repeat(30)}`), "broken"],
  ["a PNG of no size", aPicture(0, 4), "broken"],
])("%s is refused with a sentence", (_name, content, sentence) => {
  expect(() => measureImage(content)).toThrow(InvalidInputError);
  expect(() => measureImage(content)).toThrow(sentence);
});

test("whatever comes is measured or refused, however a picture is cut or garbled", () => {
  const seed = fc.constantFrom<Buffer>(aPicture(4, 4), gif, webp, jpeg(3, 3, 6));
  fc.assert(
    fc.property(seed, fc.nat(80), fc.uint8Array({ maxLength: 40 }), (picture, at, noise) => {
      const garbled = Buffer.concat([picture.subarray(0, at), noise, picture.subarray(at + noise.length)]);
      for (const content of [garbled, picture.subarray(0, at), Buffer.from(noise)]) {
        try {
          const { width, height } = measureImage(content);
          expect(width > 0 && height > 0).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInputError);
        }
      }
    }),
    { numRuns: 3_000 },
  );
});
