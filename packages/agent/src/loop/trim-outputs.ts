import type { TranscriptItem } from "../transcript.ts";

const keptCharacters = 400;

/**
 * The transcript with the outputs and pictures among its first `items` cut down to their beginning and end. Cutting twice changes
 * nothing, so a rebuilt transcript is the one that was sent.
 */
export function trimOutputs(transcript: readonly TranscriptItem[], items: number): TranscriptItem[] {
  return transcript.map((item, index) => {
    if (index >= items || item.type !== "tool_result") return item;
    const { images, ...rest } = item;
    const pictures = images === undefined ? "" : `\n[${images.length} ${images.length === 1 ? "picture" : "pictures"} left out]`;
    return { ...rest, output: `${shortened(item.output)}${pictures}` };
  });
}

const mark = "characters of an old result left out; run the command again to see them …]";

function shortened(output: string): string {
  if (output.length <= keptCharacters * 2 + 200 || output.includes(mark)) return output;
  const head = output.slice(0, keptCharacters).toWellFormed();
  const tail = output.slice(-keptCharacters).toWellFormed();
  return `${head}\n[… ${output.length - keptCharacters * 2} ${mark}\n${tail}`;
}
