import type { AttemptEvent } from "@slipway/core";

type Step = Pick<AttemptEvent, "at" | "body">;

/** The time of an attempt's earlier starts in which its agent was at work: neither queued nor waiting nor lost with a worker. */
export function workingMs(events: readonly Step[]): number {
  let total = 0;
  let begun: number | null = null;
  for (const [index, event] of events.entries()) {
    if (!isMark(event)) continue;
    if (begun !== null) total += endOf(event, events[index - 1]) - begun;
    begun = event.body.type === "phase.entered" && event.body.phase === "working" ? Date.parse(event.at) : null;
  }
  return total;
}

function isMark({ body }: Step): boolean {
  return body.type === "phase.entered" || body.type.startsWith("attempt.");
}

/** A lost worker is missed long after the last thing it did. */
function endOf(mark: Step, before: Step | undefined): number {
  const isLate = mark.body.type === "attempt.requeued" || mark.body.type === "attempt.claimed";
  return Date.parse(isLate && before !== undefined ? before.at : mark.at);
}
