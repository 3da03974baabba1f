import type { Image } from "@slipway/core";

/** The port through which the loop and its tools keep pictures; bytes never stand in events or transcripts. */
export type ImageStore = {
  /** Sniffs and measures `content` itself. Throws InvalidInputError, with a sentence, for what is no picture or too large. */
  store(content: Uint8Array): Promise<Image>;
  /** Throws NotFoundError where there is none. */
  load(id: string): Promise<Uint8Array>;
};
