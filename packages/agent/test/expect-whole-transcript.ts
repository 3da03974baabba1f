import { expect } from "vitest";
import type { TranscriptItem } from "../src/index.ts";

/** Every call is followed by its one result before anything else is said. */
export function expectWholeTranscript(transcript: readonly TranscriptItem[]): void {
  let open: string[] = [];
  const ids = new Set<string>();
  for (const [index, item] of transcript.entries()) {
    if (item.type === "tool_result") {
      expect(open).toContain(item.callId);
      open = open.filter((id) => id !== item.callId);
    } else if (item.type === "tool_call") {
      expect(ids.has(item.callId)).toBe(false);
      if (transcript[index - 1]?.type === "tool_result") expect(open).toEqual([]);
      ids.add(item.callId);
      open.push(item.callId);
    } else {
      expect(open).toEqual([]);
    }
  }
  expect(open).toEqual([]);
}
