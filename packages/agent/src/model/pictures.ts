import type { ImageReference } from "@slipway/core";
import type { TranscriptItem } from "../transcript.ts";
import type { ModelRequest } from "./model.ts";

/** Data URLs of the pictures of a conversation by id; empty for a model that sees none. */
export type Pictures = ReadonlyMap<string, string>;

export async function loadPictures(request: ModelRequest, { vision }: { vision: boolean }): Promise<Pictures> {
  const pictures = new Map<string, string>();
  if (!vision) return pictures;
  for (const { id, mediaType } of request.transcript.flatMap(imagesOf)) {
    if (pictures.has(id)) continue;
    const bytes = await request.loadImage(id);
    pictures.set(id, `data:${mediaType};base64,${Buffer.from(bytes).toString("base64")}`);
  }
  return pictures;
}

function imagesOf(item: TranscriptItem): readonly ImageReference[] {
  return item.type === "user_text" || item.type === "tool_result" ? (item.images ?? []) : [];
}

/** The pictures of an item that can be sent, and its text, which says so where some cannot. */
export function shownPictures(item: TranscriptItem, text: string, pictures: Pictures): { text: string; urls: string[] } {
  const images = imagesOf(item);
  const urls = images.flatMap(({ id }) => pictures.get(id) ?? []);
  const missing = images.length - urls.length;
  const note = missing === 0 ? "" : `\n[${missing} ${missing === 1 ? "picture" : "pictures"} left out: this model cannot see pictures]`;
  return { text: `${text}${note}`, urls };
}
