import type { AttemptEventBody } from "@slipway/core";

/** Counts the stored output lines of each command as its events pass by, for citations. */
export function countCommandLines(): { see(bodies: readonly AttemptEventBody[]): void; lineCount(callId: string): number | null } {
  const counts = new Map<string, { breaks: number; open: boolean }>();
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
