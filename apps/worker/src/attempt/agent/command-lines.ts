import type { AttemptEventBody } from "@slipway/core";

type Count = { breaks: number; open: boolean };

/** Counts the stored output lines of each command as its events pass by, for citations; `earlier` is what was stored before. */
export function countCommandLines(earlier: readonly (Count & { callId: string })[]): {
  see(bodies: readonly AttemptEventBody[]): void;
  lineCount(callId: string): number | null;
} {
  const counts = new Map<string, Count>(earlier.map(({ callId, ...count }) => [callId, count]));
  return {
    see(bodies) {
      for (const body of bodies) {
        if (body.type !== "command.output") continue;
        const count = counts.get(body.callId) ?? { breaks: 0, open: false };
        counts.set(body.callId, { breaks: count.breaks + body.text.split("\n").length - 1, open: !body.text.endsWith("\n") });
      }
    },
    lineCount(callId) {
      const count = counts.get(callId);
      return count === undefined ? null : count.breaks + (count.open ? 1 : 0);
    },
  };
}
