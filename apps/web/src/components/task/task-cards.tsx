"use client";

import type { Attempt, Task, TaskCard } from "@slipway/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ArrowRight, Plus } from "lucide-react";
import Link from "next/link";
import { api } from "../../client/api.ts";
import { errorSentence } from "../../client/api-error.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { counted } from "../../format/figures.ts";
import { FoldedText } from "../marks/folded-text.tsx";
import { VisibleText } from "../marks/visible-text.tsx";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { taskOfCard } from "./task-of-card.ts";

/** What three lines hold on a phone. */
const longPrompt = { characters: 110, lines: 3 };

type TaskCardsProps = { task: Task; attempt: Attempt; cards: readonly TaskCard[] };

/** Tasks that an answer proposes: each becomes a task of the same repository and branch, once. */
export function TaskCards({ task, attempt, cards }: TaskCardsProps) {
  const make = useMakeTasks(task, attempt, cards);
  const madeOf = (index: number) => attempt.cardTasks.find((made) => made.index === index)?.taskId ?? null;
  const open = cards.flatMap((_, index) => (madeOf(index) === null ? [index] : []));
  if (cards.length === 0) return null;
  return (
    <section aria-labelledby={`cards-${attempt.id}`} className="space-y-2">
      <div className="flex items-center justify-between gap-3">
        <h3 id={`cards-${attempt.id}`} className="font-medium text-sm">
          Proposed tasks
        </h3>
        {open.length < 2 ? null : (
          <Button size="sm" disabled={make.isPending} onClick={() => make.mutate(open)}>
            <Plus aria-hidden />
            Create all {open.length}
          </Button>
        )}
      </div>
      <ul className="space-y-2">
        {cards.map((card, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a card's place is its name
          <li key={index} className="rounded-lg border bg-surface px-3 py-2.5">
            <div className="flex items-start gap-3">
              <h4 className="min-w-0 flex-1 break-words font-medium text-sm">
                <VisibleText>{card.title}</VisibleText>
              </h4>
              <CardAction taskId={madeOf(index)} title={card.title} isBusy={make.isPending} onMake={() => make.mutate([index])} />
            </div>
            {/* What would be sent can be read in full before it is. */}
            <FoldedText text={card.prompt} clamp="line-clamp-3" most={longPrompt} className="mt-1 text-muted text-sm" />
          </li>
        ))}
      </ul>
      {make.isError ? <Notice tone="bad">{errorSentence(make.error)}</Notice> : null}
      <p className="text-faint text-xs">{counted(cards.length, "task")} proposed by the agent; nothing starts before you create it.</p>
    </section>
  );
}

type CardActionProps = { taskId: string | null; title: string; isBusy: boolean; onMake: () => void };

function CardAction({ taskId, title, isBusy, onMake }: CardActionProps) {
  if (taskId === null) {
    return (
      <Button size="sm" disabled={isBusy} onClick={onMake} aria-label={`Create the task ${title}`}>
        <Plus aria-hidden />
        Create
      </Button>
    );
  }
  return (
    <Link
      href={`/tasks/${taskId}`}
      className="flex shrink-0 items-center gap-1 py-1 text-accent text-xs"
      aria-label={`Open the task ${title}`}
    >
      Created <ArrowRight aria-hidden className="size-3.5" />
    </Link>
  );
}

/** One after the other, so that the tasks stand in the order of the cards. */
function useMakeTasks(task: Task, attempt: Attempt, cards: readonly TaskCard[]) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (indexes: readonly number[]) => {
      for (const index of indexes) {
        const card = cards[index];
        if (card !== undefined) await api.createTask(taskOfCard(task, attempt, { card, index }));
      }
    },
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: queryKeys.task(task.id) });
      void queryClient.invalidateQueries({ queryKey: queryKeys.tasks });
      void queryClient.invalidateQueries({ queryKey: queryKeys.counts });
    },
  });
}
