"use client";

import type { PhaseTime } from "@slipway/core";
import { duration } from "../../format/duration.ts";
import { useNow } from "../../hooks/use-now.ts";
import { phaseNames } from "./phase-words.ts";

/** Each phase as a bar on one common axis. */
export function PhaseTimeline({ phases }: { phases: readonly PhaseTime[] }) {
  const now = useNow();
  const spans = phases
    .filter((phase) => phase.phase !== "finished")
    .map((phase) => ({
      phase: phase.phase,
      from: Date.parse(phase.startedAt),
      to: phase.endedAt === null ? Math.max(now, Date.parse(phase.startedAt)) : Date.parse(phase.endedAt),
      open: phase.endedAt === null,
    }));
  const start = Math.min(...spans.map((span) => span.from));
  const total = Math.max(1, Math.max(...spans.map((span) => span.to)) - start);
  if (spans.length === 0) return <p className="text-muted text-sm">Nothing has begun yet.</p>;
  return (
    <ol className="space-y-1.5">
      {spans.map((span) => (
        <li
          key={`${span.phase} ${span.from}`}
          className="grid grid-cols-[84px_1fr_64px] items-center gap-3 text-xs"
          suppressHydrationWarning
        >
          <span className="text-muted">{phaseNames[span.phase]}</span>
          <span aria-hidden className="relative h-2 rounded-full bg-sunken">
            <span
              className={`absolute inset-y-0 min-w-1 rounded-full ${span.open ? "pulse-dot bg-accent" : "bg-ink/60"}`}
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
