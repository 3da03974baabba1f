import { BOUNDS, type Image, type ImageMediaType, InvalidInputError } from "@slipway/core";
import { GIF } from "image-size/types/gif";
import { JPG } from "image-size/types/jpg";
import { PNG } from "image-size/types/png";
import { WEBP } from "image-size/types/webp";

const formats = [
  { mediaType: "image/png", format: PNG },
  { mediaType: "image/jpeg", format: JPG },
  { mediaType: "image/webp", format: WEBP },
  { mediaType: "image/gif", format: GIF },
] as const;

/** Where a picture's size stands; the rest of it is never parsed. */
const HEAD_BYTES = 2 ** 20;

/** No whole picture of any of them is shorter, and every header that is read lies within. */
const SHORTEST_BYTES = 26;

/** What the bytes themselves say they are. Throws InvalidInputError, with a sentence for a person, for everything that is not stored. */
export function measureImage(content: Uint8Array): Omit<Image, "id"> {
  const bytes = content.byteLength;
  if (bytes === 0) throw new InvalidInputError("The picture is empty.");
  if (bytes > BOUNDS.imageBytes)
    throw new InvalidInputError(`The picture has ${megabytes(bytes)} MB; at most ${megabytes(BOUNDS.imageBytes)} MB are taken.`);
  const head = content.subarray(0, HEAD_BYTES);
  const found = formats.find(({ format }) => holds(() => format.validate(head)));
  if (found === undefined) throw new InvalidInputError("This is no picture that can be used. PNG, JPEG, WebP and GIF can.");
  const { width, height } = sizeOf(found, head);
  if (width * height > BOUNDS.imagePixels)
    throw new InvalidInputError(`The picture has ${width} × ${height} pixels; at most ${BOUNDS.imagePixels / 1e6} million are taken.`);
  return { mediaType: found.mediaType, bytes, width, height };
}

function sizeOf({ mediaType, format }: (typeof formats)[number], head: Uint8Array): { width: number; height: number } {
  const broken = (cause?: unknown) =>
    new InvalidInputError(`The picture begins like ${nameOf(mediaType)} but is broken: its size cannot be read.`, [], { cause });
  if (head.length < SHORTEST_BYTES) throw broken();
  let size: ReturnType<typeof format.calculate>;
  try {
    size = format.calculate(head);
  } catch (cause) {
    throw broken(cause);
  }
  const { width, height, orientation = 1 } = size;
  if (![width, height].every((length) => Number.isInteger(length) && length > 0)) throw broken();
  // From 5 on a camera held upright says that its picture is to be turned by a quarter.
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}

function nameOf(mediaType: ImageMediaType): string {
  return mediaType.slice("image/".length).toUpperCase();
}

/** The parsers throw where a picture ends too early. */
function holds(claim: () => boolean): boolean {
  try {
    return claim();
  } catch {
    return false;
  }
}

function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1).replace(/\.0$/, "");
}
