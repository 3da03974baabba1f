"use client";

import { needsAttention, type TaskListItem } from "@slipway/core";
import { Archive, ArchiveRestore } from "lucide-react";
import Link from "next/link";
import { money } from "../../format/figures.ts";
import { AgeMark } from "../marks/age-mark.tsx";
import { CheckCounts } from "../marks/check-counts.tsx";
import { DeliveryMark } from "../marks/delivery-mark.tsx";
import { DemoMark } from "../marks/demo-mark.tsx";
import { LineCounts } from "../marks/line-counts.tsx";
import { StatusIcon, StatusWords } from "../marks/status-mark.tsx";
import { VisibleText } from "../marks/visible-text.tsx";
import { Button } from "../ui/button.tsx";
import { classNames } from "../ui/class-names.ts";

type TaskRowProps = {
  task: TaskListItem;
  isSelected: boolean;
  onSelect: (isRange: boolean) => void;
  onArchive: (task: TaskListItem) => void;
};

export function TaskRow({ task, isSelected, onSelect, onArchive }: TaskRowProps) {
  return (
    <li
      className={classNames(
        "group relative flex items-start gap-3 rounded-lg px-2 py-2.5 transition-colors focus-within:bg-hover/70 hover:bg-hover/70 sm:items-center",
        isSelected && "bg-hover/70",
      )}
    >
      <label className="absolute inset-y-0.5 left-0.5 z-10 flex w-8 cursor-pointer items-center justify-center rounded-l-lg bg-hover opacity-0 group-hover:opacity-100 has-checked:opacity-100 has-focus-visible:opacity-100 max-sm:hidden">
        <input
          type="checkbox"
          aria-label={`Select “${task.title}”`}
          checked={isSelected}
          onChange={(event) => onSelect("shiftKey" in event.nativeEvent && event.nativeEvent.shiftKey === true)}
          className="size-4 accent-current"
        />
      </label>
      <StatusIcon status={task.status} waiting={task.waiting} className="mt-[3px] sm:-mt-5" />
      <div className="flex min-w-0 flex-1 items-center gap-x-4 gap-y-1.5 max-sm:flex-col max-sm:items-stretch">
        <div className="min-w-0 flex-1">
          <RowTitle task={task} />
          <div className="mt-0.5 flex min-w-0 items-center gap-1.5 text-faint text-xs">
            <StatusWords status={task.status} mode={task.mode} waiting={task.waiting} />
            <span aria-hidden>·</span>
            <AgeMark at={task.updatedAt} className="shrink-0" />
            <span aria-hidden>·</span>
            <span className="min-w-0 truncate">
              {task.repository.name} / {task.branch}
            </span>
            {task.demo ? <DemoMark className="max-sm:hidden" /> : null}
          </div>
        </div>
        <RowFigures task={task} />
      </div>
      <Button
        variant="ghost"
        size="iconSm"
        className="absolute right-1.5 z-10 bg-hover opacity-0 focus-visible:opacity-100 group-hover:opacity-100 max-sm:hidden"
        aria-label={task.archivedAt === null ? `Archive “${task.title}”` : `Bring “${task.title}” back`}
        onClick={() => onArchive(task)}
      >
        {task.archivedAt === null ? <Archive aria-hidden /> : <ArchiveRestore aria-hidden />}
      </Button>
    </li>
  );
}

function RowTitle({ task }: { task: TaskListItem }) {
  const isUnread = task.unread && needsAttention(task.status);
  return (
    <div className="flex items-center gap-2">
      <Link
        href={`/tasks/${task.id}`}
        data-task-row={task.id}
        className={classNames(
          "min-w-0 truncate text-base outline-none after:absolute after:inset-0 after:rounded-lg focus-visible:after:outline-2 focus-visible:after:outline-accent",
          isUnread && "font-medium",
        )}
      >
        <VisibleText>{task.title}</VisibleText>
      </Link>
      {isUnread ? <span role="img" aria-label="Unread" className="size-1.5 shrink-0 rounded-full bg-accent" /> : null}
    </div>
  );
}

function RowFigures({ task }: { task: TaskListItem }) {
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 empty:hidden">
      {task.demo ? <DemoMark className="sm:hidden" /> : null}
      {task.attempts > 1 ? (
        <span className="text-faint text-xs" title={`${task.attempts} attempts`}>
          {task.attempts}×
        </span>
      ) : null}
      {task.costUsd === null || task.demo ? null : <span className="text-faint text-xs tabular-nums">{money(task.costUsd)}</span>}
      {task.delivery === null ? null : <DeliveryMark delivery={task.delivery} />}
      {task.checks === null ? null : <CheckCounts checks={task.checks} />}
      {task.stats === null || task.stats.files === 0 ? null : (
        <LineCounts additions={task.stats.additions} deletions={task.stats.deletions} className="sm:min-w-20 sm:justify-end" />
      )}
    </div>
  );
}
