import type { TranscriptItem } from "../transcript.ts";

/** The opening stays as it is, so that providers keep it; the `items` behind it give way to the summary. */
export function compactTranscript(
  transcript: readonly TranscriptItem[],
  { opening, items, summary }: { opening: number; items: number; summary: string },
): TranscriptItem[] {
  return [...transcript.slice(0, opening), { type: "user_text", text: summary }, ...transcript.slice(opening + items)];
}
