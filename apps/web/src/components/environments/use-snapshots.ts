"use client";

import type { Environment, Snapshot } from "@slipway/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { toast } from "sonner";
import { api } from "../../client/api.ts";
import { errorSentence } from "../../client/api-error.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { counted } from "../../format/figures.ts";

const whileBuildingMs = 2_000;
const awaitedMs = 120_000;

/** An environment's snapshots, kept fresh while one is built or expected, and what a person can do about them. */
export function useSnapshots(environment: Environment) {
  const queryClient = useQueryClient();
  const [awaited, setAwaited] = useAwaited();
  const isAwaited = (items: readonly Snapshot[] | undefined) => awaited !== null && items !== undefined && newestOf(items) === awaited;
  const snapshots = useQuery({
    queryKey: queryKeys.snapshots(environment.id),
    queryFn: () => api.listSnapshots(environment.id),
    refetchInterval: ({ state: { data } }) =>
      data?.some((each) => each.state === "building") || isAwaited(data) ? whileBuildingMs : false,
  });
  const refresh = () => void queryClient.invalidateQueries({ queryKey: queryKeys.snapshots(environment.id) });
  const report = (error: unknown) => void toast.error(errorSentence(error));
  const reset = useMutation({
    mutationFn: () => api.resetSnapshots(environment.id),
    onSuccess: () => {
      refresh();
      toast.success("The next task runs setup anew");
    },
    onError: report,
  });
  const retry = useMutation({
    mutationFn: () => api.retrySetup(environment.id),
    onSuccess: ({ tasks }) => {
      refresh();
      if (tasks === 0) {
        toast.info("No task is left that failed in setup: the next one runs it again");
        return;
      }
      setAwaited(newestOf(snapshots.data ?? []));
      toast.success(`${counted(tasks, "task")} tried again, with one setup for all`);
    },
    onError: report,
  });
  return { snapshots, reset, retry, isAwaited: isAwaited(snapshots.data) };
}

/** The newest build as it stood when setup was asked to run again; a worker comes to that later. It is forgotten after a while. */
function useAwaited() {
  const [awaited, setAwaited] = useState<string | null>(null);
  useEffect(() => {
    if (awaited === null) return;
    const timer = setTimeout(() => setAwaited(null), awaitedMs);
    return () => clearTimeout(timer);
  }, [awaited]);
  return [awaited, setAwaited] as const;
}

function newestOf([newest]: readonly Snapshot[]): string {
  return newest === undefined ? "" : `${newest.id} ${newest.state} ${newest.finishedAt}`;
}
