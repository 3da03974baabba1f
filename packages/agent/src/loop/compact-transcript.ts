import type { ImageReference } from "@slipway/core";
import type { TranscriptItem } from "../transcript.ts";
import { withPictures } from "./hear-person.ts";

/** Each costs about as much as a page of text. */
const keptPictures = 8;

/**
 * The opening stays as it is, so that providers keep it; the `items` behind it give way to the summary, which carries the person's
 * latest pictures on.
 */
export function compactTranscript(
  transcript: readonly TranscriptItem[],
  { opening, items, summary }: { opening: number; items: number; summary: string },
): TranscriptItem[] {
  const pictures = picturesOfPerson(transcript.slice(opening, opening + items));
  return [
    ...transcript.slice(0, opening),
    { type: "user_text", text: summary, ...withPictures(pictures) },
    ...transcript.slice(opening + items),
  ];
}

/** Pictures of messages and of answers to questions, the latest ones. */
export function picturesOfPerson(items: readonly TranscriptItem[]): ImageReference[] {
  const questions = new Set(items.flatMap((item) => (item.type === "tool_call" && item.name === "ask_user" ? [item.callId] : [])));
  const pictures = items.flatMap((item) => {
    const isOfPerson = item.type === "user_text" || (item.type === "tool_result" && questions.has(item.callId));
    return isOfPerson ? (item.images ?? []) : [];
  });
  return pictures.slice(-keptPictures);
}
