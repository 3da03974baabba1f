"use client";

import type { Attempt } from "@slipway/core";
import { Fragment } from "react";
import { duration } from "../../format/duration.ts";
import { useNow } from "../../hooks/use-now.ts";
import { StatusIcon } from "../marks/status-mark.tsx";
import type { CommandItem, WorkLog } from "../worklog/work-log.ts";
import { PlanView, WorkLogView } from "../worklog/work-log-view.tsx";
import { phaseWords } from "./phase-words.ts";
import { QueueObstacle } from "./waiting/queue-obstacle.tsx";
import { waitingWords } from "./waiting/waiting-words.ts";

/** An attempt as it happens: the phase, the plan, the work so far and the last lines of what runs now. */
export function LiveWork({ attempt, log }: { attempt: Attempt; log: WorkLog }) {
  const running = log.groups
    .flatMap((group) => group.items)
    .findLast((item): item is CommandItem => item.kind === "command" && item.finished === null);
  return (
    <div className="space-y-4">
      <LiveHead attempt={attempt} lastAt={log.lastAt} />
      {attempt.state === "queued" ? <QueueObstacle /> : null}
      <PlanView plan={log.plan} />
      <WorkLogView log={log} />
      {running === undefined || running.tail === "" ? null : (
        <pre className="max-h-40 overflow-hidden rounded-lg border bg-sunken px-3 py-2 font-mono text-muted text-xs leading-5">
          {lastLines(running.tail, 6)}
        </pre>
      )}
    </div>
  );
}

function LiveHead({ attempt, lastAt }: { attempt: Attempt; lastAt: string | null }) {
  const now = useNow();
  const since = attempt.startedAt ?? attempt.createdAt;
  const parts = [
    duration(Math.max(1_000, Math.floor((now - Date.parse(since)) / 1_000) * 1_000)),
    attempt.state === "queued" && attempt.queuePosition !== null
      ? attempt.queuePosition === 1
        ? "next in the queue"
        : `number ${attempt.queuePosition} in the queue`
      : null,
    attempt.state === "queued" || lastAt === null ? null : `last output ${secondsAgo(now - Date.parse(lastAt))}`,
  ].filter((part) => part !== null);
  return (
    <div role="status" aria-live="off" className="flex items-start gap-2">
      <StatusIcon status={attempt.state} waiting={attempt.waiting} className="mt-[3px]" />
      <div className="min-w-0">
        <p className="font-medium text-base">{headWords(attempt)}</p>
        {attempt.state === "waiting" ? null : (
          <p className="text-faint text-xs tabular-nums" suppressHydrationWarning>
            {parts.map((part, index) => (
              <Fragment key={part}>
                {index === 0 ? "" : " · "}
                {part}
              </Fragment>
            ))}
          </p>
        )}
      </div>
    </div>
  );
}

function headWords(attempt: Attempt): string {
  if (attempt.cancelRequested) return "Stopping";
  if (attempt.state === "waiting") return waitingWords(attempt.waiting);
  return phaseWords[attempt.phases.at(-1)?.phase ?? "queued"];
}

function secondsAgo(milliseconds: number): string {
  return milliseconds < 1_500 ? "just now" : `${duration(Math.floor(milliseconds / 1_000) * 1_000)} ago`;
}

function lastLines(text: string, count: number): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal sequences are what this takes out
  const plain = text.replaceAll(/\u001b\[[0-9;?]*[A-Za-z]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)/g, "");
  return plain.trimEnd().split("\n").slice(-count).join("\n");
}
