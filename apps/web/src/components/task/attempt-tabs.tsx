"use client";

import type { Turn } from "@slipway/core";
import { useEvidence } from "../../hooks/use-evidence.ts";
import { CheckCounts } from "../marks/check-counts.tsx";
import { LineCounts } from "../marks/line-counts.tsx";
import { StatusIcon, statusWords } from "../marks/status-mark.tsx";
import { classNames } from "../ui/class-names.ts";

/** The attempts of a turn with their figures; the chosen one is what the evidence shows. */
export function AttemptTabs({ turn, shownId }: { turn: Turn; shownId: string }) {
  const evidence = useEvidence();
  return (
    <fieldset className="grid grid-cols-2 gap-2">
      <legend className="sr-only">Attempts</legend>
      {turn.attempts.map((attempt) => {
        const head = attempt.verifications.filter((each) => each.side === "head");
        const passed = head.filter((each) => each.outcome === "passed").length;
        const notRun = head.filter((each) => each.outcome === "not_run").length;
        return (
          <button
            key={attempt.id}
            type="button"
            aria-pressed={attempt.id === shownId}
            onClick={() => evidence.openAttempt(attempt.id)}
            className={classNames(
              "min-w-0 rounded-lg border px-3 py-2 text-left transition-colors hover:bg-hover",
              attempt.id === shownId ? "border-ink/60 bg-surface" : "bg-transparent",
            )}
          >
            <span className="flex items-center gap-1.5 text-sm">
              <StatusIcon status={attempt.state} className="size-3.5" />
              Attempt {attempt.index + 1}
            </span>
            <span className="mt-0.5 flex min-h-4 flex-wrap items-center gap-x-2 text-faint text-xs">
              {attempt.change === null || attempt.change.stats.files === 0 ? (
                statusWords(attempt.state, "code", attempt.waiting)
              ) : (
                <LineCounts additions={attempt.change.stats.additions} deletions={attempt.change.stats.deletions} />
              )}
              <CheckCounts checks={{ passed, failed: head.length - passed - notRun, notRun }} />
            </span>
          </button>
        );
      })}
    </fieldset>
  );
}
