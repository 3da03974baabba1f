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
import { ListHead } from "./list-head.tsx";
import { TaskRow } from "./task-row.tsx";
import { useArchive } from "./use-archive.ts";
import { useRowKeys } from "./use-row-keys.ts";
import type { Tab, TaskListState } from "./use-task-list.ts";

const nothing: Record<Tab, string> = {
  active: "No active tasks. Write one above.",
  attention: "Nothing waits for you.",
  archived: "Archived tasks appear here.",
};

/** The list of tasks. While the pointer is over it, rows stay where they are. */
export function TaskList({ state }: { state: TaskListState }) {
  const [held, setHeld] = useState(false);
  const { rows, waiting } = useStableOrder(state.items, held);
  const archive = useArchive();
  const toggleArchive = (task: TaskListItem) => archive.mutate({ id: task.id, archived: task.archivedAt === null });
  useRowKeys((id) => {
    const task = rows.find((row) => row.id === id);
    if (task !== undefined) toggleArchive(task);
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
            <TaskRow key={task.id} task={task} onArchive={toggleArchive} />
          ))}
        </ul>
        <ListFoot state={state} isEmpty={rows.length === 0 && waiting === 0} />
      </Tabs.Panel>
    </Tabs.Root>
  );
}

function ListFoot({ state, isEmpty }: { state: TaskListState; isEmpty: boolean }) {
  const { list, words, tab } = state;
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
  if (isEmpty)
    return (
      <p className="py-14 text-center text-muted text-sm">{words.trim() === "" ? nothing[tab] : `No task matches “${words.trim()}”.`}</p>
    );
  if (!list.hasNextPage) return null;
  return (
    <Button variant="ghost" className="mt-2 w-full" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
      {list.isFetchingNextPage ? "Reading…" : "Show more"}
    </Button>
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
