"use client";

import { type Attempt, isTerminal, type NetworkRequest, networkRequests } from "@slipway/core";
import { useQuery } from "@tanstack/react-query";
import { useContext, useSyncExternalStore } from "react";
import { api } from "../../client/api.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { AttemptEvents } from "../../hooks/use-attempt-events.ts";

const none: readonly NetworkRequest[] = [];

/** An attempt's requests: of a live one from its events as they come, of a finished one read at once. */
export function useNetwork(attempt: Attempt): { requests: readonly NetworkRequest[]; isReading: boolean } {
  const { store, streamedAttemptId } = useContext(AttemptEvents);
  const isLive = streamedAttemptId === attempt.id && !isTerminal(attempt.state);
  const events = useSyncExternalStore(
    store.subscribe,
    () => store.read(attempt.id),
    () => store.read(attempt.id),
  );
  const stored = useQuery({
    queryKey: queryKeys.network(attempt.id),
    queryFn: () => api.listNetwork(attempt.id),
    enabled: isTerminal(attempt.state),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (isLive) return { requests: networkRequests(events), isReading: false };
  return { requests: stored.data ?? none, isReading: stored.isPending && isTerminal(attempt.state) };
}
