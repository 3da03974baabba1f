"use client";

import type { Task, Turn } from "@slipway/core";
import { useQuery } from "@tanstack/react-query";
import { ChevronLeft } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { parseAsInteger, useQueryState } from "nuqs";
import { api } from "../../client/api.ts";
import { errorSentence } from "../../client/api-error.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { useLiveUpdates } from "../../hooks/use-live-updates.ts";
import { VisibleText } from "../marks/visible-text.tsx";
import { ThemeMenu } from "../shell/theme-menu.tsx";
import { buttonStyle } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { AttemptCard } from "./attempt-card.tsx";
import { CompareDiffs } from "./compare-diffs.tsx";
import { JudgementPanel } from "./judgement-panel.tsx";
import { usePick } from "./use-pick.ts";

/** The attempts of one turn side by side: what they changed, proved, said and cost. */
export function CompareScreen({ taskId }: { taskId: string }) {
  const [asked] = useQueryState("turn", parseAsInteger);
  const query = useQuery({ queryKey: queryKeys.task(taskId), queryFn: () => api.getTask(taskId) });
  useLiveUpdates({ taskId });
  const task = query.data;
  if (query.isError && task === undefined) {
    return (
      <main className="mx-auto max-w-md px-6 py-20">
        <h1 className="sr-only">Compare attempts</h1>
        <Notice tone="bad">{errorSentence(query.error)}</Notice>
      </main>
    );
  }
  const turn = task === undefined ? undefined : chosenTurn(task, asked);
  if (task === undefined || turn === undefined) {
    return (
      <main aria-busy className="p-6">
        <h1 className="sr-only">Reading the attempts</h1>
        <Skeleton className="h-48" />
      </main>
    );
  }
  return <Comparison task={task} turn={turn} />;
}

/** The asked turn, else the latest that has several attempts. */
function chosenTurn({ turnList }: Task, asked: number | null): Turn | undefined {
  return turnList.find(({ index }) => index === asked) ?? turnList.findLast(({ attempts }) => attempts.length > 1) ?? turnList.at(-1);
}

function Comparison({ task, turn }: { task: Task; turn: Turn }) {
  const pick = usePick(task, turn);
  return (
    <>
      <header className="sticky top-0 z-30 flex items-center gap-3 border-b bg-canvas/90 px-3 py-2 backdrop-blur sm:px-4">
        <Link href={`/tasks/${task.id}` as Route} aria-label="Back to the task" className={buttonStyle({ variant: "ghost", size: "icon" })}>
          <ChevronLeft aria-hidden />
        </Link>
        <div className="min-w-0 flex-1">
          <h1 className="truncate font-medium text-base">Compare {turn.attempts.length} attempts</h1>
          <p className="truncate text-faint text-xs">
            <VisibleText>{task.title}</VisibleText>
            {task.turnList.length > 1 ? ` · turn ${turn.index + 1}` : ""}
          </p>
        </div>
        <ThemeMenu />
      </header>
      <main className="mx-auto max-w-[100rem] space-y-6 px-4 py-5 sm:px-6">
        {pick.error === null ? null : <Notice tone="bad">{errorSentence(pick.error)}</Notice>}
        <ul aria-label="Attempts" className="grid gap-4 sm:grid-cols-2 xl:grid-cols-[repeat(auto-fit,minmax(20rem,1fr))]">
          {turn.attempts.map((attempt) => (
            <li key={attempt.id} className="min-w-0">
              <AttemptCard task={task} turn={turn} attempt={attempt} pick={pick} />
            </li>
          ))}
        </ul>
        <JudgementPanel task={task} turn={turn} pick={pick} />
        <CompareDiffs turn={turn} />
      </main>
    </>
  );
}
