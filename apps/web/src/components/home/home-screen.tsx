"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { queryKeys } from "../../client/query-keys.ts";
import { useLiveUpdates } from "../../hooks/use-live-updates.ts";
import { AddRepositoryDialog } from "../repositories/add-repository-dialog.tsx";
import { AppHeader } from "../shell/app-header.tsx";
import { ConnectionNotice } from "../shell/connection-notice.tsx";
import { Composer } from "./composer.tsx";
import { FirstRun } from "./first-run.tsx";
import { ShortcutsDialog } from "./shortcuts-dialog.tsx";
import { TaskList } from "./task-list.tsx";
import { useTaskList } from "./use-task-list.ts";

/** The first screen: the composer and the tasks; without any task, the first steps. */
export function HomeScreen() {
  const queryClient = useQueryClient();
  const connected = useLiveUpdates();
  const [adding, setAdding] = useState(false);
  const state = useTaskList();
  const isFirstRun = state.counts !== undefined && state.counts.active + state.counts.archived === 0;
  const addRepository = () => setAdding(true);

  return (
    <>
      <AppHeader />
      <main className="mx-auto max-w-5xl px-4 pt-10 pb-24 sm:px-6 sm:pt-16">
        <h1 className="mb-5 text-balance text-center font-semibold text-[22px] leading-8 tracking-tight sm:mb-6 sm:text-[28px] sm:leading-9">
          What should we build next?
        </h1>
        <div className="mx-auto max-w-3xl">
          <Composer onAddRepository={addRepository} />
        </div>
        <div className={isFirstRun ? "mx-auto mt-8 max-w-3xl" : "mt-10 sm:mt-14"}>
          {isFirstRun ? <FirstRun onAddRepository={addRepository} /> : <TaskList state={state} />}
        </div>
      </main>
      <ConnectionNotice connected={connected} />
      <AddRepositoryDialog
        open={adding}
        onOpenChange={setAdding}
        onAdded={() => void queryClient.invalidateQueries({ queryKey: queryKeys.repositories })}
      />
      <ShortcutsDialog />
    </>
  );
}
