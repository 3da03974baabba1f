"use client";

import type { Attempt, Turn } from "@slipway/core";
import { ChevronRight, Columns2 } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { useEvidence } from "../../hooks/use-evidence.ts";
import { CheckCounts } from "../marks/check-counts.tsx";
import { LineCounts } from "../marks/line-counts.tsx";
import { StatusIcon, statusWords } from "../marks/status-mark.tsx";
import { buttonStyle } from "../ui/button.tsx";
import { classNames } from "../ui/class-names.ts";

type AttemptTabsProps = { taskId: string; turn: Turn; shownId: string };

/** The attempts of a turn with their figures; the chosen one is what the evidence shows. Once one is picked the others are folded. */
export function AttemptTabs({ taskId, turn, shownId }: AttemptTabsProps) {
  const { attempts, pickedAttemptId } = turn;
  const leading = pickedAttemptId === null ? attempts : attempts.filter(({ id }) => id === pickedAttemptId);
  const others = attempts.filter((attempt) => !leading.includes(attempt));
  return (
    <fieldset className="space-y-2">
      <legend className="sr-only">Attempts</legend>
      <div className="grid grid-cols-2 gap-2">
        {leading.map((attempt) => (
          <AttemptTab key={attempt.id} attempt={attempt} isShown={attempt.id === shownId} isPicked={attempt.id === pickedAttemptId} />
        ))}
      </div>
      <div className="flex flex-wrap items-start justify-between gap-2">
        {others.length === 0 ? null : (
          <details className="group min-w-0 flex-1" open={others.some(({ id }) => id === shownId)}>
            <summary className="flex cursor-pointer items-center gap-1.5 py-1 text-muted text-xs">
              <ChevronRight aria-hidden className="size-3.5 transition-transform group-open:rotate-90" />
              {others.length === 1 ? "One attempt set aside" : `${others.length} attempts set aside`}
            </summary>
            <div className="grid grid-cols-2 gap-2 pt-1">
              {others.map((attempt) => (
                <AttemptTab key={attempt.id} attempt={attempt} isShown={attempt.id === shownId} isPicked={false} />
              ))}
            </div>
          </details>
        )}
        <Link
          href={`/tasks/${taskId}/compare?turn=${turn.index}` as Route}
          className={buttonStyle({ variant: "ghost", size: "sm", className: "ml-auto" })}
        >
          <Columns2 aria-hidden />
          {pickedAttemptId === null ? "Compare and pick" : "Compare"}
        </Link>
      </div>
    </fieldset>
  );
}

function AttemptTab({ attempt, isShown, isPicked }: { attempt: Attempt; isShown: boolean; isPicked: boolean }) {
  const evidence = useEvidence();
  const head = attempt.verifications.filter((each) => each.side === "head");
  const passed = head.filter((each) => each.outcome === "passed").length;
  const notRun = head.filter((each) => each.outcome === "not_run").length;
  return (
    <button
      type="button"
      aria-pressed={isShown}
      onClick={() => evidence.openAttempt(attempt.id)}
      className={classNames(
        "min-w-0 rounded-lg border px-3 py-2 text-left transition-colors hover:bg-hover",
        isShown ? "border-ink/60 bg-surface" : "bg-transparent",
      )}
    >
      <span className="flex items-center gap-1.5 text-sm">
        <StatusIcon status={attempt.state} className="size-3.5" />
        Attempt {attempt.index + 1}
        {isPicked ? <span className="ml-auto text-accent text-xs">Picked</span> : null}
      </span>
      <span className="mt-0.5 flex min-h-4 flex-wrap items-center gap-x-2 text-faint text-xs">
        {attempt.change === null || attempt.change.stats.files === 0 ? (
          statusWords(attempt.state, "code")
        ) : (
          <LineCounts additions={attempt.change.stats.additions} deletions={attempt.change.stats.deletions} />
        )}
        <CheckCounts checks={{ passed, failed: head.length - passed - notRun, notRun }} />
      </span>
    </button>
  );
}
