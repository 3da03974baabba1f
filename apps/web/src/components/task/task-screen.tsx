"use client";

import { isTerminal } from "@slipway/core";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useEffect, useState } from "react";
import { api } from "../../client/api.ts";
import { ApiError, errorSentence } from "../../client/api-error.ts";
import { EventStore } from "../../client/event-store.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { AttemptEvents } from "../../hooks/use-attempt-events.ts";
import { useEvidence } from "../../hooks/use-evidence.ts";
import { useLiveUpdates } from "../../hooks/use-live-updates.ts";
import { ReviewProvider } from "../changes/review-draft.tsx";
import { ConnectionNotice } from "../shell/connection-notice.tsx";
import { buttonStyle } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { shownAttempt } from "./leading-attempt.ts";
import { TaskBody } from "./task-body.tsx";
import { TaskHeader } from "./task-header.tsx";

/** One task: the thread beside its evidence, live. */
export function TaskScreen({ taskId }: { taskId: string }) {
  const [store] = useState(() => new EventStore());
  const { place } = useEvidence();
  const query = useQuery({ queryKey: queryKeys.task(taskId), queryFn: () => api.getTask(taskId) });
  const task = query.data;
  const attempt = task === undefined ? null : shownAttempt(task, place.attempt);
  const streamedAttemptId = useStreamed(attempt === null ? null : { id: attempt.id, ended: isTerminal(attempt.state) });
  const connected = useLiveUpdates({ store, attemptId: streamedAttemptId, taskId });
  useMarkRead(taskId, task?.unread === true ? task.updatedAt : null);

  if (query.isError && task === undefined) return <TaskMissing error={query.error} />;
  if (task === undefined || attempt === null) return <TaskSkeleton />;
  return (
    <AttemptEvents value={{ store, streamedAttemptId }}>
      <ReviewProvider key={attempt.id} attemptId={attempt.id}>
        <title>{`${task.title} · Slipway`}</title>
        <div className="flex h-dvh flex-col">
          <TaskHeader task={task} attempt={attempt} />
          <TaskBody task={task} attempt={attempt} />
        </div>
        <ConnectionNotice connected={connected} />
      </ReviewProvider>
    </AttemptEvents>
  );
}

/** An attempt that is streamed stays so when it ends, so that its last events arrive the same way. */
function useStreamed(attempt: { id: string; ended: boolean } | null): string | null {
  const [streamed, setStreamed] = useState<string | null>(null);
  if (attempt !== null && !attempt.ended && streamed !== attempt.id) setStreamed(attempt.id);
  return attempt === null || streamed !== attempt.id ? null : streamed;
}

function useMarkRead(taskId: string, unreadAt: string | null): void {
  useEffect(() => {
    if (unreadAt === null) return;
    void api.actOnTask(taskId, "read").catch(() => undefined);
  }, [taskId, unreadAt]);
}

function TaskMissing({ error }: { error: unknown }) {
  const isMissing = error instanceof ApiError && (error.status === 404 || error.status === 400 || error.status === 422);
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-4 px-6">
      <Notice tone="bad" title={isMissing ? "There is no such task" : "The task cannot be read"}>
        {errorSentence(error)}
      </Notice>
      <Link href="/" className={buttonStyle()}>
        Back to the tasks
      </Link>
    </main>
  );
}

function TaskSkeleton() {
  return (
    <main aria-busy className="flex h-dvh flex-col">
      <h1 className="sr-only">Reading the task</h1>
      <div className="flex h-14 items-center gap-4 border-b px-4">
        <Skeleton className="h-5 w-72 max-w-[60vw]" />
      </div>
      <div className="space-y-4 p-5">
        <Skeleton className="h-20 max-w-lg rounded-xl" />
        <Skeleton className="h-4 w-40" />
        <Skeleton className="h-4 w-64" />
      </div>
    </main>
  );
}
