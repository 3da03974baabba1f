import { z } from "zod";

export const ImageMediaType = z.enum(["image/png", "image/jpeg", "image/webp", "image/gif"]);
export type ImageMediaType = z.infer<typeof ImageMediaType>;

/** A stored picture: one of a prompt, or one that an attempt looked at or took. `bytes` is its size; width and height are pixels. */
export const Image = z.object({ id: z.string(), mediaType: ImageMediaType, bytes: z.int(), width: z.int(), height: z.int() });
export type Image = z.infer<typeof Image>;

/** A picture in a conversation: its bytes are loaded when they are sent. */
export const ImageReference = Image.pick({ id: true, mediaType: true });
export type ImageReference = z.infer<typeof ImageReference>;
