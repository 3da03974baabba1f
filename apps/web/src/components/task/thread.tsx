"use client";

import { type Attempt, isTerminal, type Task } from "@slipway/core";
import { useEffect, useRef } from "react";
import { useAttemptEvents } from "../../hooks/use-attempt-events.ts";
import { DeliveryLines } from "./delivery/delivery-lines.tsx";
import { FollowUp } from "./follow-up.tsx";
import { attemptInTurn } from "./leading-attempt.ts";
import { TaskReview } from "./task-review.tsx";
import { TurnView } from "./turn-view.tsx";

/** The conversation: every turn with its work and its outcome, and the box for the next one. */
export function Thread({ task, attempt }: { task: Task; attempt: Attempt }) {
  const scroller = useFollowedEnd(attempt);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <section
        ref={scroller}
        aria-label="Conversation"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain outline-offset-[-2px]"
      >
        <div className="mx-auto max-w-2xl space-y-8 px-4 py-5 sm:px-5">
          {task.turnList.map((turn) => (
            <TurnView
              key={turn.id}
              task={task}
              turn={turn}
              attempt={attemptInTurn(turn, attempt)}
              isLatest={turn === task.turnList.at(-1)}
            />
          ))}
          <DeliveryLines deliveries={task.deliveries} />
          <TaskReview task={task} />
        </div>
      </section>
      <FollowUp task={task} attempt={attempt} />
    </div>
  );
}

/** Keeps the end in sight while the attempt works, until the person scrolls up. */
function useFollowedEnd(attempt: Attempt) {
  const scroller = useRef<HTMLElement>(null);
  const events = useAttemptEvents(attempt.id);
  const followed = useRef(false);
  const isWorking = !isTerminal(attempt.state);
  const count = events.length;
  useEffect(() => {
    const turns = scroller.current?.querySelectorAll("article") ?? [];
    if (turns.length > 1) turns[turns.length - 1]?.scrollIntoView({ block: "start" });
  }, []);
  useEffect(() => {
    const element = scroller.current;
    if (element === null || !isWorking || count === 0) return;
    const distance = element.scrollHeight - element.scrollTop - element.clientHeight;
    const isFirst = !followed.current;
    followed.current = true;
    if (isFirst || distance < 240) element.scrollTop = element.scrollHeight;
  }, [count, isWorking]);
  return scroller;
}
