import type { TranscriptItem } from "../transcript.ts";

const bytesPerToken = 3.5;
/** About what providers count for a picture of a screen. */
const pictureTokens = 1_500;

/** A rule of thumb for what no provider has counted yet; code and logs have short tokens, so it errs upwards. */
export function estimateTokens(items: readonly TranscriptItem[]): number {
  return items.reduce((sum, item) => sum + tokensOfItem(item), 0);
}

export function tokensOfText(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / bytesPerToken);
}

function tokensOfItem(item: TranscriptItem): number {
  switch (item.type) {
    case "user_text":
      return tokensOfText(item.text) + (item.images?.length ?? 0) * pictureTokens;
    case "agent_text":
      return tokensOfText(item.text);
    case "reasoning":
      return tokensOfText(item.encrypted ?? "");
    case "tool_call":
      return tokensOfText(item.name + item.input);
    case "tool_result":
      return tokensOfText(item.output) + (item.images?.length ?? 0) * pictureTokens;
  }
}
