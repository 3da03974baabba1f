"use client";

import { useContext, useSyncExternalStore } from "react";
import type { LogSnapshot } from "../client/log-document.ts";
import { AttemptEvents, useAttemptEvents } from "./use-attempt-events.ts";

/** The attempt's log as far as it is known. */
export function useAttemptLog(attemptId: string): LogSnapshot {
  useAttemptEvents(attemptId);
  const { store } = useContext(AttemptEvents);
  return useSyncExternalStore(
    store.subscribe,
    () => store.readLog(attemptId),
    () => store.readLog(attemptId),
  );
}
