import type { TranscriptItem } from "../transcript.ts";
import { estimateTokens } from "./estimate-tokens.ts";

/**
 * Where the latest `exchanges` replies with all that came after them begin, as many of them as `tokens` allow; the transcript's end
 * where not even one fits.
 */
export function latestExchanges(
  transcript: readonly TranscriptItem[],
  { opening, tokens, exchanges }: { opening: number; tokens: number; exchanges: number },
): number {
  const starts = transcript.flatMap((item, index) => {
    const before = index === opening ? undefined : transcript[index - 1];
    return index >= opening && isOfReply(item) && !isOfReply(before) ? [index] : [];
  });
  const fitting = starts.slice(-exchanges).find((start) => estimateTokens(transcript.slice(start)) <= tokens);
  return fitting ?? transcript.length;
}

function isOfReply(item: TranscriptItem | undefined): boolean {
  return item?.type === "agent_text" || item?.type === "reasoning" || item?.type === "tool_call";
}
