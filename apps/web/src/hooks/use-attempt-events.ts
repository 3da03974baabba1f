"use client";

import { createContext, useContext, useEffect, useSyncExternalStore } from "react";
import { api } from "../client/api.ts";
import { type EventList, EventStore } from "../client/event-store.ts";

/** The page's events; `streamedAttemptId` arrives by itself, every other attempt is read when something asks for it. */
export const AttemptEvents = createContext<{ store: EventStore; streamedAttemptId: string | null }>({
  store: new EventStore(),
  streamedAttemptId: null,
});

export function useAttemptEvents(attemptId: string): EventList {
  const { store, streamedAttemptId } = useContext(AttemptEvents);
  const streamed = streamedAttemptId === attemptId;

  useEffect(() => {
    if (streamed) return;
    let stopped = false;
    void readAll(store, attemptId, () => stopped);
    return () => {
      stopped = true;
    };
  }, [attemptId, store, streamed]);

  return useSyncExternalStore(
    store.subscribe,
    () => store.read(attemptId),
    () => store.read(attemptId),
  );
}

async function readAll(store: EventStore, attemptId: string, isStopped: () => boolean): Promise<void> {
  while (!isStopped()) {
    const before = store.lastSeq(attemptId);
    const events = await api.listEvents(attemptId, before).catch(() => []);
    store.add(attemptId, events);
    if (store.lastSeq(attemptId) === before) return;
  }
}
