"use client";

import type { Attempt, Task, Waiting } from "@slipway/core";
import { Clock, Square } from "lucide-react";
import { errorSentence } from "../../../client/api-error.ts";
import { clockTime } from "../../../format/duration.ts";
import { VisibleText } from "../../marks/visible-text.tsx";
import { MarkdownText } from "../../summary/markdown-text.tsx";
import { Button } from "../../ui/button.tsx";
import { useTaskActions } from "../use-task-actions.ts";
import { GiveMore } from "./give-more.tsx";
import { usedWords } from "./waiting-words.ts";

type Waits<Kind extends Waiting["kind"]> = { task: Task; attempt: Attempt; waiting: Extract<Waiting, { kind: Kind }> };

/** What a waiting attempt asks of the person, and the ways to go on. */
export function WaitingPanel({ task, attempt }: { task: Task; attempt: Attempt }) {
  const { waiting } = attempt;
  switch (waiting?.kind) {
    case "question":
      return <Question task={task} attempt={attempt} waiting={waiting} />;
    case "limit":
      return <UsedUp task={task} attempt={attempt} waiting={waiting} />;
    case "rate_limit":
      return <RateLimited task={task} waiting={waiting} />;
    default:
      return null;
  }
}

const box = "space-y-3 rounded-xl border border-warn/30 bg-warn-soft px-4 py-3";

function Question({ task, attempt, waiting }: Waits<"question">) {
  const { send, resume } = useTaskActions(task.id);
  const isBusy = send.isPending || resume.isPending;
  return (
    <section aria-label="Question" className={box}>
      <div className="font-medium [&_p]:whitespace-pre-wrap">
        <MarkdownText text={waiting.question} />
      </div>
      {waiting.choices.length === 0 ? null : (
        <div className="flex flex-wrap gap-2">
          {waiting.choices.map((choice) => (
            <Button
              key={choice}
              disabled={isBusy}
              className="h-auto min-h-8 max-w-full max-sm:h-auto max-sm:min-h-9 whitespace-normal break-words py-1.5 text-left"
              onClick={() => send.mutate({ text: choice, attemptId: attempt.id })}
            >
              <VisibleText>{choice}</VisibleText>
            </Button>
          ))}
        </div>
      )}
      <div className="flex flex-wrap items-center justify-between gap-2 text-muted text-xs">
        <span>{waiting.choices.length === 0 ? "Write the answer below." : "Choose one, or write another answer below."}</span>
        <Button variant="ghost" size="sm" disabled={isBusy} onClick={() => resume.mutate({ attemptId: attempt.id, input: {} })}>
          Let it decide
        </Button>
      </div>
      {send.isError ? <p className="text-bad text-sm">{errorSentence(send.error)}</p> : null}
    </section>
  );
}

function UsedUp({ task, attempt, waiting }: Waits<"limit">) {
  return (
    <section aria-label="Limit" className={box}>
      <div>
        <p className="font-medium text-base">{usedWords(waiting)}</p>
        <p className="text-muted text-sm">The agent was not done. What it changed so far is stored.</p>
      </div>
      <GiveMore task={task} attempt={attempt} waiting={waiting} />
    </section>
  );
}

function RateLimited({ task, waiting }: Omit<Waits<"rate_limit">, "attempt">) {
  const { cancel } = useTaskActions(task.id);
  return (
    <section aria-label="Rate limit" className="space-y-3 rounded-xl border bg-sunken px-4 py-3">
      <div>
        <p className="flex items-center gap-2 font-medium text-base" suppressHydrationWarning>
          <Clock aria-hidden className="size-4 text-accent" />
          Goes on by itself at {clockTime(waiting.until)}
        </p>
        <p className="break-words text-muted text-sm">
          <VisibleText>{waiting.reason}</VisibleText>
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button disabled={cancel.isPending} onClick={() => cancel.mutate()}>
          <Square aria-hidden className="!size-3 fill-current" />
          Stop here: keeps the change
        </Button>
      </div>
    </section>
  );
}
