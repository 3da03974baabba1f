"use client";

import type { Environment } from "@slipway/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { RotateCcw, RotateCw } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "../../client/api.ts";
import { errorSentence } from "../../client/api-error.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { counted } from "../../format/figures.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { SnapshotRow } from "./snapshot-row.tsx";
import { SnapshotUses } from "./snapshot-uses.tsx";

const shownFirst = 3;
const whileBuildingMs = 2_000;

/** What setup left of this environment: state, size, age, last use, and why each was built. Not shown before there is one. */
export function SnapshotPanel({ environment }: { environment: Environment }) {
  const queryClient = useQueryClient();
  const [all, setAll] = useState(false);
  const snapshots = useQuery({
    queryKey: queryKeys.snapshots(environment.id),
    queryFn: () => api.listSnapshots(environment.id),
    refetchInterval: ({ state }) => (state.data?.some((each) => each.state === "building") ? whileBuildingMs : false),
  });
  const resetting = useMutation({
    mutationFn: () => api.resetSnapshots(environment.id),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: queryKeys.snapshots(environment.id) });
      toast.success("The next task runs setup anew");
    },
    onError: (error) => void toast.error(errorSentence(error)),
  });
  const retrying = useMutation({
    mutationFn: () => api.retrySetup(environment.id),
    onSuccess: ({ tasks }) => {
      void queryClient.invalidateQueries({ queryKey: queryKeys.snapshots(environment.id) });
      if (tasks > 0) toast.success(`${counted(tasks, "task")} tried again, with one setup for all`);
      else toast.info("No task is left that failed in setup: the next one runs it again");
    },
    onError: (error) => void toast.error(errorSentence(error)),
  });
  if (snapshots.isError) return <Notice tone="warn">{errorSentence(snapshots.error)}</Notice>;
  const items = snapshots.data ?? [];
  if (items.length === 0) return null;
  const shown = all ? items : items.slice(0, shownFirst);
  return (
    <section aria-labelledby="snapshots" className="overflow-hidden rounded-xl border bg-surface">
      <div className="flex items-center gap-3 px-4 py-2.5">
        <h2 id="snapshots" className="font-medium text-sm max-sm:mr-auto">
          Snapshots
        </h2>
        <p className="mr-auto text-faint text-xs max-sm:sr-only">What setup left, shared by tasks until something it depends on changes</p>
        {items[0]?.state === "failed" ? (
          <Button size="sm" disabled={retrying.isPending} onClick={() => retrying.mutate()}>
            <RotateCw aria-hidden />
            Retry
          </Button>
        ) : null}
        <Button size="sm" disabled={resetting.isPending} onClick={() => resetting.mutate()}>
          <RotateCcw aria-hidden />
          Reset
        </Button>
      </div>
      <ul className="divide-y border-t">
        {shown.map((snapshot) => (
          <SnapshotRow key={snapshot.id} snapshot={snapshot} />
        ))}
      </ul>
      {items.length > shownFirst ? (
        <button
          type="button"
          onClick={() => setAll(!all)}
          className="w-full border-t px-4 py-2 text-left text-accent text-xs hover:bg-hover"
        >
          {all ? "Show fewer" : `Show ${counted(items.length - shownFirst, "earlier one")}`}
        </button>
      ) : null}
      <SnapshotUses
        environmentId={environment.id}
        newest={items.map(({ state, lastUsedAt, createdAt }) => `${state} ${lastUsedAt ?? createdAt}`).join()}
      />
    </section>
  );
}
