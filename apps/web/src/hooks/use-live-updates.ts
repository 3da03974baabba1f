"use client";

import { AttemptEvent, type AttemptEventType } from "@slipway/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { EventStore } from "../client/event-store.ts";
import { queryKeys } from "../client/query-keys.ts";

type LiveUpdates = { store?: EventStore; attemptId?: string | null; taskId?: string | null };

/** Events after which the task itself reads otherwise. */
const turningPoints: ReadonlySet<AttemptEventType> = new Set([
  "attempt.claimed",
  "attempt.requeued",
  "attempt.waiting",
  "attempt.resumed",
  "attempt.ended",
  "phase.entered",
  "message.added",
]);

/**
 * The page's one EventSource. A task event makes the task and the list be read anew; attempt events go to the store.
 * The browser reconnects by itself and resumes after the last `seq`. Returns whether the connection stands.
 */
export function useLiveUpdates({ store, attemptId = null, taskId = null }: LiveUpdates = {}): boolean {
  const queryClient = useQueryClient();
  const [connected, setConnected] = useState(true);

  useEffect(() => {
    const refresh = refresher((taskIds) => {
      void queryClient.invalidateQueries({ queryKey: queryKeys.tasks });
      void queryClient.invalidateQueries({ queryKey: queryKeys.counts });
      for (const taskId of taskIds) void queryClient.invalidateQueries({ queryKey: queryKeys.task(taskId) });
    });
    const source = new EventSource(streamUrl(attemptId, store));
    let wasBroken = false;
    source.addEventListener("open", () => {
      setConnected(true);
      if (wasBroken) void queryClient.invalidateQueries({ refetchType: "active" });
      wasBroken = false;
    });
    source.addEventListener("error", () => {
      wasBroken = true;
      setConnected(false);
    });
    source.addEventListener("task", (message) => refresh.add(taskIdOf(message)));
    source.addEventListener("attempt", (message) => {
      const event = AttemptEvent.safeParse(parse(message));
      if (!event.success) return;
      store?.add(event.data.attemptId, [event.data]);
      if (taskId !== null && turningPoints.has(event.data.body.type)) refresh.add(taskId);
    });
    return () => {
      source.close();
      refresh.stop();
    };
  }, [attemptId, queryClient, store, taskId]);

  return connected;
}

function streamUrl(attemptId: string | null, store: EventStore | undefined): string {
  if (attemptId === null || store === undefined) return "/api/v1/stream";
  return `/api/v1/stream?attempt=${attemptId}&after=${store.lastSeq(attemptId)}`;
}

/** A burst of events costs one reading, the first at once and the rest at most three a second. */
function refresher(run: (taskIds: ReadonlySet<string>) => void) {
  const waiting = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  const flush = () => {
    timer = null;
    if (waiting.size === 0) return;
    run(new Set(waiting));
    waiting.clear();
    timer = setTimeout(flush, 350);
  };
  return {
    add(taskId: string) {
      waiting.add(taskId);
      if (timer === null) flush();
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
    },
  };
}

function parse(message: Event): unknown {
  try {
    return JSON.parse((message as MessageEvent<string>).data);
  } catch {
    return null;
  }
}

function taskIdOf(message: Event): string {
  const payload = parse(message);
  return typeof payload === "object" && payload !== null && "taskId" in payload ? String(payload.taskId) : "";
}
