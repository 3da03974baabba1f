"use client";

import { type Change, isTerminal, type Task } from "@slipway/core";
import { Scissors } from "lucide-react";
import { errorSentence } from "../../../client/api-error.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { useTaskActions } from "../use-task-actions.ts";

const SPLIT = [
  "This change is more than one review can hold. Split it: keep in the work tree the smallest part that is complete and right by itself, and take everything else out.",
  "In the summary, name the parts that were taken out as next steps, in the order in which they should follow, each with what it needs to be done on its own.",
].join("\n\n");

/** That there is more to read than the task's budget has lines, and the follow-up that makes it less. */
export function BudgetNotice({ task, change, canSplit }: { task: Task; change: Change; canSplit: boolean }) {
  const { send } = useTaskActions(task.id);
  const over = change.warnings.find(({ kind }) => kind === "over_budget");
  if (over === undefined) return null;
  // While other attempts are under way the message would be theirs.
  const isOver = task.turnList.at(-1)?.attempts.every(({ state }) => isTerminal(state)) === true;
  return (
    <Notice tone="warn" title="A large change">
      <p>{over.message}</p>
      {canSplit && isOver ? (
        <Button size="sm" className="mt-2" disabled={send.isPending} onClick={() => send.mutate({ text: SPLIT })}>
          <Scissors aria-hidden />
          Split this
        </Button>
      ) : null}
      {send.isError ? <p className="mt-1 text-bad">{errorSentence(send.error)}</p> : null}
    </Notice>
  );
}
