"use client";

import type { Attempt } from "@slipway/core";
import { duration } from "../../format/duration.ts";
import { useNow } from "../../hooks/use-now.ts";
import { phaseNames } from "./phase-words.ts";
import { timeSpans } from "./time-spans.ts";

/** Each phase, and each wait between them, as a bar on one common axis. */
export function PhaseTimeline({ attempt }: { attempt: Attempt }) {
  const now = useNow();
  const spans = timeSpans(attempt)
    .filter(({ kind }) => kind !== "finished")
    .map(({ kind, from, to }) => ({ kind, from, to: to ?? Math.max(now, from), open: to === null }));
  const start = Math.min(...spans.map((span) => span.from));
  const total = Math.max(1, Math.max(...spans.map((span) => span.to)) - start);
  if (spans.length === 0) return <p className="text-muted text-sm">Nothing has begun yet.</p>;
  return (
    <ol className="space-y-1.5">
      {spans.map((span) => (
        <li
          key={`${span.kind} ${span.from}`}
          className="grid grid-cols-[84px_1fr_64px] items-center gap-3 text-xs"
          suppressHydrationWarning
        >
          <span className={span.kind === "waiting" ? "text-warn" : "text-muted"}>
            {span.kind === "waiting" ? "Waiting" : phaseNames[span.kind]}
          </span>
          <span aria-hidden className="relative h-2 rounded-full bg-sunken">
            <span
              className={`absolute inset-y-0 min-w-1 rounded-full ${barTone(span)}`}
              style={{
                left: `${Math.min(98.5, ((span.from - start) / total) * 100)}%`,
                width: `${((span.to - span.from) / total) * 100}%`,
              }}
            />
          </span>
          <span className="text-right text-faint tabular-nums">{duration(span.to - span.from)}</span>
        </li>
      ))}
    </ol>
  );
}

function barTone({ kind, open }: { kind: string; open: boolean }): string {
  if (kind === "waiting") return open ? "pulse-dot bg-warn" : "bg-warn/40";
  return open ? "pulse-dot bg-accent" : "bg-ink/60";
}
