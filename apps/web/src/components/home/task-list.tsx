"use client";

import { Tabs } from "@base-ui/react/tabs";
import type { TaskListItem } from "@slipway/core";
import { useState } from "react";
import { errorSentence } from "../../client/api-error.ts";
import { counted } from "../../format/figures.ts";
import { useStableOrder } from "../../hooks/use-stable-order.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import { ListHead } from "./list-head.tsx";
import { type Selection, selectRows } from "./select-rows.ts";
import { TaskRow } from "./task-row.tsx";
import { useArchive } from "./use-archive.ts";
import { useRowKeys } from "./use-row-keys.ts";
import type { Tab, TaskListState } from "./use-task-list.ts";

const nothing: Record<Tab, string> = {
  active: "No active tasks. Write one above.",
  attention: "Nothing waits for you.",
  archived: "Archived tasks appear here.",
};

const noSelection: Selection = { chosen: new Set(), anchor: null };

/** The list of tasks. While the pointer is over it, rows stay where they are. */
export function TaskList({ state }: { state: TaskListState }) {
  const [held, setHeld] = useState(false);
  const { rows, waiting } = useStableOrder(state.items, held);
  const archive = useArchive();
  const toggleArchive = (task: TaskListItem) => archive.mutate({ id: task.id, archived: task.archivedAt === null });
  const ids = rows.map((row) => row.id);
  const [selection, setSelection] = useState(noSelection);
  const selected = ids.filter((id) => selection.chosen.has(id));
  const select = (id: string, isRange: boolean) => setSelection((current) => selectRows(current, { ids, id, isRange }));
  const clear = () => setSelection(noSelection);
  useRowKeys({
    onArchive: (id) => {
      const task = rows.find((row) => row.id === id);
      if (task !== undefined) toggleArchive(task);
    },
    onSelect: select,
    onClear: clear,
  });

  return (
    <Tabs.Root value={state.tab} onValueChange={(tab: Tab) => void state.setTab(tab)}>
      <ListHead state={state} />
      <Tabs.Panel
        value={state.tab}
        className="pt-1.5 outline-none"
        onPointerEnter={() => setHeld(true)}
        onPointerLeave={() => setHeld(false)}
      >
        {waiting > 0 ? (
          <Button variant="ghost" size="sm" className="w-full text-accent" onClick={() => setHeld(false)}>
            {counted(waiting, "new task")}
          </Button>
        ) : null}
        <ul aria-label="Tasks" className="-mx-2 space-y-px">
          {rows.map((task) => (
            <TaskRow
              key={task.id}
              task={task}
              isSelected={selection.chosen.has(task.id)}
              onSelect={(isRange) => select(task.id, isRange)}
              onArchive={toggleArchive}
            />
          ))}
        </ul>
        {selected.length === 0 ? null : <BulkBar ids={selected} tab={state.tab} onClear={clear} />}
        <ListFoot state={state} isEmpty={rows.length === 0 && waiting === 0} />
      </Tabs.Panel>
    </Tabs.Root>
  );
}

function ListFoot({ state, isEmpty }: { state: TaskListState; isEmpty: boolean }) {
  const { list } = state;
  if (list.isError) {
    return (
      <Notice
        tone="bad"
        className="mt-3"
        action={
          <Button size="sm" onClick={() => void list.refetch()}>
            Try again
          </Button>
        }
      >
        {errorSentence(list.error)}
      </Notice>
    );
  }
  if (list.isPending) return <RowSkeletons />;
  if (isEmpty) return <NoRows state={state} />;
  if (!list.hasNextPage) return null;
  return (
    <Button variant="ghost" className="mt-2 w-full" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
      {list.isFetchingNextPage ? "Reading…" : "Show more"}
    </Button>
  );
}

function NoRows({ state: { tab, words, status, repository, setFilters } }: { state: TaskListState }) {
  const isFiltered = status !== null || repository !== null;
  const text = words.trim() !== "" ? `No task matches “${words.trim()}”.` : isFiltered ? "No task matches these filters." : nothing[tab];
  return (
    <div className="flex flex-col items-center gap-3 py-14 text-muted text-sm">
      <p>{text}</p>
      {isFiltered ? (
        <Button size="sm" onClick={() => void setFilters({ status: null, repository: null })}>
          Clear the filters
        </Button>
      ) : null}
    </div>
  );
}

function RowSkeletons() {
  return (
    <div role="status" aria-label="Reading tasks" className="space-y-4 py-4">
      {["w-2/3", "w-1/2", "w-3/5"].map((width) => (
        <div key={width} className="space-y-2">
          <Skeleton className={`h-4 ${width}`} />
          <Skeleton className="h-3 w-1/3" />
        </div>
      ))}
    </div>
  );
}
