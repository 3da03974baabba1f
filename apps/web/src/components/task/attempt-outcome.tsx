"use client";

import type { Attempt, Change, Summary, Task } from "@slipway/core";
import { VisibleText } from "../marks/visible-text.tsx";
import { SummaryText } from "../summary/summary-text.tsx";
import { CheckLines } from "./checks/check-lines.tsx";
import { NotVerifiedView } from "./checks/not-verified-view.tsx";
import { TestingView } from "./checks/testing-view.tsx";
import { UnfinishedChange } from "./delivery/unfinished-change.tsx";
import { TaskCards } from "./task-cards.tsx";
import { BudgetNotice } from "./waiting/budget-notice.tsx";

/** What came of an ended attempt: its words, its claims beside what was run, the checks, and what nobody verified. */
export function AttemptOutcome({ task, attempt, isLatest }: { task: Task; attempt: Attempt; isLatest: boolean }) {
  const { summary, change } = attempt;
  return (
    <>
      <UnfinishedChange attempt={attempt} />
      {summary === null ? null : <SummaryView summary={summary} change={change} />}
      {summary === null ? null : <TestingView summary={summary} change={change} verifications={attempt.verifications} />}
      {summary === null ? null : <TaskCards task={task} attempt={attempt} cards={summary.cards} />}
      {attempt.state === "succeeded" ? <CheckLines verifications={attempt.verifications} /> : null}
      {attempt.state === "succeeded" ? <NotVerifiedView attempt={attempt} /> : null}
      {change === null ? null : <BudgetNotice task={task} change={change} canSplit={isLatest} />}
    </>
  );
}

function SummaryView({ summary, change }: { summary: Summary; change: Change | null }) {
  return (
    <div className="space-y-2">
      <h2 className="font-semibold text-base">
        <VisibleText>{summary.title}</VisibleText>
      </h2>
      <SummaryText text={summary.body} summary={summary} change={change} />
    </div>
  );
}
