import type { Image, ImageMediaType } from "@slipway/core";

/** A picture as it is stored: width and height in pixels. */
export type NewImage = { content: Uint8Array; mediaType: ImageMediaType; width: number; height: number };

/** The port through which the loop and its tools keep pictures; bytes never stand in events or transcripts. */
export type ImageStore = {
  store(picture: NewImage): Promise<Image>;
  /** Throws NotFoundError where there is none. */
  load(id: string): Promise<Uint8Array>;
};
