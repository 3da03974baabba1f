"use client";

import { type Attempt, isTerminal, type Task } from "@slipway/core";
import { Archive, ArchiveRestore, ChevronLeft, RotateCw, Square } from "lucide-react";
import Link from "next/link";
import { useArchive } from "../home/use-archive.ts";
import { DeliveryMark } from "../marks/delivery-mark.tsx";
import { DemoMark } from "../marks/demo-mark.tsx";
import { LineCounts } from "../marks/line-counts.tsx";
import { StatusMark } from "../marks/status-mark.tsx";
import { VisibleText } from "../marks/visible-text.tsx";
import { ThemeMenu } from "../shell/theme-menu.tsx";
import { Button, buttonStyle } from "../ui/button.tsx";
import { Tooltip } from "../ui/tooltip.tsx";
import { DeliverMenu } from "./delivery/deliver-menu.tsx";
import { useTaskActions } from "./use-task-actions.ts";

export function TaskHeader({ task, attempt }: { task: Task; attempt: Attempt }) {
  const stats = attempt.change?.stats ?? null;
  return (
    <header className="z-20 flex shrink-0 items-center gap-3 border-b bg-canvas px-3 py-2 sm:px-4 max-sm:flex-wrap max-sm:gap-y-1.5">
      <Link href="/" aria-label="Back to the tasks" className={buttonStyle({ variant: "ghost", size: "icon" })}>
        <ChevronLeft aria-hidden />
      </Link>
      <div className="min-w-0 flex-1">
        <h1 className="truncate font-medium text-base" title={task.title}>
          <VisibleText>{task.title}</VisibleText>
        </h1>
        <div className="flex min-w-0 items-center gap-2 text-faint text-xs">
          <StatusMark status={task.status} mode={task.mode} waiting={task.waiting} className="shrink-[0.1]" />
          <span aria-hidden>·</span>
          <span className="min-w-0 truncate">
            {task.repository.name} / {task.branch}
          </span>
          {stats === null || stats.files === 0 ? null : <LineCounts additions={stats.additions} deletions={stats.deletions} />}
          {task.delivery === null ? null : (
            <span className="max-sm:hidden">
              <DeliveryMark delivery={task.delivery} />
            </span>
          )}
          {task.demo ? <DemoMark className="max-sm:hidden" /> : null}
        </div>
      </div>
      <div className={`flex items-center gap-1.5 ${isTerminal(task.status) ? "max-sm:w-full max-sm:justify-end max-sm:pl-11" : ""}`}>
        {task.demo ? <DemoMark className="mr-auto sm:hidden" /> : null}
        <HeaderActions task={task} attempt={attempt} />
      </div>
    </header>
  );
}

function HeaderActions({ task, attempt }: { task: Task; attempt: Attempt }) {
  const actions = useTaskActions(task.id);
  const archive = useArchive();
  const isArchived = task.archivedAt !== null;
  const isStopping = actions.cancel.isPending || attempt.cancelRequested;
  return (
    <>
      <span className="max-sm:hidden">
        <ThemeMenu />
      </span>
      {isTerminal(task.status) ? (
        <>
          <Tooltip label="A new attempt of the latest turn">
            <Button variant="ghost" aria-label="Retry" disabled={actions.retry.isPending} onClick={() => actions.retry.mutate()}>
              <RotateCw aria-hidden />
              <span className="max-xl:sr-only">Retry</span>
            </Button>
          </Tooltip>
          <Button variant="ghost" disabled={archive.isPending} onClick={() => archive.mutate({ id: task.id, archived: !isArchived })}>
            {isArchived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />}
            <span className="max-xl:sr-only">{isArchived ? "Unarchive" : "Archive"}</span>
          </Button>
        </>
      ) : (
        <Button variant="danger" disabled={isStopping} onClick={() => actions.cancel.mutate()}>
          <Square aria-hidden className="!size-3 fill-current" />
          {isStopping ? "Stopping…" : "Stop"}
        </Button>
      )}
      {!isTerminal(attempt.state) || attempt.change === null || attempt.change.stats.files === 0 ? null : (
        <DeliverMenu task={task} attempt={attempt} change={attempt.change} actions={actions} />
      )}
    </>
  );
}
