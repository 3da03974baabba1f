import type { Attempt, Phase } from "@slipway/core";

/** A stretch of an attempt's life in epoch milliseconds; `to` is null while it lasts. */
export type TimeSpan = { kind: Phase | "waiting"; from: number; to: number | null };
type Lived = Pick<Attempt, "phases" | "state" | "startedAt" | "finishedAt">;

/** Between two phases lies what the attempt waited for: a person, or the provider's rate limit. Less than this is bookkeeping. */
const shortestWaitMs = 1_000;

/** The phases with the waits between them, in order. */
export function timeSpans({ phases, state, finishedAt }: Lived): TimeSpan[] {
  return phases.flatMap(({ phase, startedAt, endedAt }, index): TimeSpan[] => {
    const from = Date.parse(startedAt);
    if (endedAt === null) return [{ kind: phase, from, to: null }];
    const to = Date.parse(endedAt);
    const span: TimeSpan = { kind: phase, from, to };
    const goesOnAt = phases[index + 1]?.startedAt ?? finishedAt;
    if (goesOnAt === null) return state === "waiting" ? [span, { kind: "waiting", from: to, to: null }] : [span];
    const wait: TimeSpan = { kind: "waiting", from: to, to: Date.parse(goesOnAt) };
    return Date.parse(goesOnAt) - to < shortestWaitMs ? [span] : [span, wait];
  });
}

/** How long an ended attempt was at work, without its time in the queue and its waits; null where it never began. */
export function workedMs(attempt: Lived): number | null {
  const { startedAt, finishedAt } = attempt;
  if (startedAt === null || finishedAt === null) return null;
  const begin = Date.parse(startedAt);
  const idle = timeSpans(attempt).filter(({ kind, from }) => from >= begin && (kind === "waiting" || kind === "queued"));
  const idleMs = idle.reduce((sum, { from, to }) => sum + (to ?? Date.parse(finishedAt)) - from, 0);
  return Math.max(0, Date.parse(finishedAt) - begin - idleMs);
}
