"use client";

import { type Attempt, type Change, isTerminal, type Summary, type Task } from "@slipway/core";
import { useAttemptEvents } from "../../hooks/use-attempt-events.ts";
import { VisibleText } from "../marks/visible-text.tsx";
import { DeniedBadge } from "../network/denied-badge.tsx";
import { SummaryText } from "../summary/summary-text.tsx";
import { buildWorkLog } from "../worklog/work-log.ts";
import { CheckLines } from "./check-lines.tsx";
import { FailureView } from "./failure-view.tsx";
import { LiveWork } from "./live-work.tsx";
import { WorkedFor } from "./worked-for.tsx";

/** One attempt in the thread: its work, then what came of it. */
export function AttemptView({ task, attempt, isLatest }: { task: Task; attempt: Attempt; isLatest: boolean }) {
  if (!isTerminal(attempt.state)) return <LiveAttempt attempt={attempt} />;
  const { summary, change } = attempt;
  return (
    <div className="space-y-4">
      <WorkedFor attempt={attempt} />
      <DeniedBadge attempt={attempt} />
      {attempt.failure === null ? null : <FailureView task={task} failure={attempt.failure} canRetry={isLatest} />}
      {attempt.state === "cancelled" ? (
        <p className="text-muted text-sm">
          {(change?.stats.files ?? 0) === 0 ? "Stopped. Nothing had been changed." : "Stopped. What was changed until then is kept."}
        </p>
      ) : null}
      {summary === null ? null : <SummaryView summary={summary} change={change} />}
      {task.mode === "code" ? <Checks attempt={attempt} /> : null}
    </div>
  );
}

function SummaryView({ summary, change }: { summary: Summary; change: Change | null }) {
  const dropped = summary.droppedCitations;
  return (
    <div className="space-y-2">
      <h2 className="font-semibold text-base">
        <VisibleText>{summary.title}</VisibleText>
      </h2>
      <SummaryText summary={summary} change={change} />
      {dropped === 0 ? null : (
        <p className="text-faint text-xs">
          {dropped === 1 ? "One reference led nowhere and was left out." : `${dropped} references led nowhere and were left out.`}
        </p>
      )}
    </div>
  );
}

function Checks({ attempt }: { attempt: Attempt }) {
  if (attempt.verifications.length > 0) return <CheckLines verifications={attempt.verifications} />;
  if (attempt.state !== "succeeded") return null;
  return (
    <p className="rounded-lg border border-dashed px-3 py-2 text-muted text-xs">
      Not checked: this task's environment has no checks, so nothing was run to prove the change.
    </p>
  );
}

function LiveAttempt({ attempt }: { attempt: Attempt }) {
  const events = useAttemptEvents(attempt.id);
  return (
    <>
      <LiveWork attempt={attempt} log={buildWorkLog(events)} />
      <DeniedBadge attempt={attempt} />
    </>
  );
}
