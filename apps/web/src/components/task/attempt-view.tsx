"use client";

import { type Attempt, isTerminal, type Task } from "@slipway/core";
import { useAttemptEvents } from "../../hooks/use-attempt-events.ts";
import { DeniedBadge } from "../network/denied-badge.tsx";
import { buildWorkLog } from "../worklog/work-log.ts";
import { AttemptOutcome } from "./attempt-outcome.tsx";
import { UnfinishedChange } from "./delivery/unfinished-change.tsx";
import { FailureView } from "./failure-view.tsx";
import { LiveWork } from "./live-work.tsx";
import { KeptSandbox } from "./waiting/kept-sandbox.tsx";
import { WaitingPanel } from "./waiting/waiting-panel.tsx";
import { WorkedFor } from "./worked-for.tsx";

/** One attempt in the thread: its work, then what came of it. */
export function AttemptView({ task, attempt, isLatest }: { task: Task; attempt: Attempt; isLatest: boolean }) {
  if (!isTerminal(attempt.state)) return <LiveAttempt task={task} attempt={attempt} />;
  const { change } = attempt;
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
      <AttemptOutcome task={task} attempt={attempt} isLatest={isLatest} />
      {isLatest ? <KeptSandbox attempt={attempt} /> : null}
    </div>
  );
}

function LiveAttempt({ task, attempt }: { task: Task; attempt: Attempt }) {
  const events = useAttemptEvents(attempt.id);
  return (
    <>
      <LiveWork attempt={attempt} log={buildWorkLog(events)} />
      <WaitingPanel task={task} attempt={attempt} />
      {attempt.state === "waiting" ? <UnfinishedChange attempt={attempt} /> : null}
      <KeptSandbox attempt={attempt} />
      <DeniedBadge attempt={attempt} />
    </>
  );
}
