import { type AttemptEvent, isTerminal } from "@slipway/core";
import { findAttempt, readEvents } from "@slipway/db";
import { type Subscription, subscribe } from "@slipway/queue";
import type { ApiContext } from "../api-context.ts";
import { createDoorbell } from "./doorbell.ts";
import type { StreamItem } from "./event-stream.ts";

const heartbeatMs = 15_000;
const batch = 500;

export type Watched = {
  /** Tell of every task that changes. */
  tasks: boolean;
  attempt: { id: string; after: number } | null;
  /** End once the attempt's last event is told; otherwise the stream stays open. */
  endsWithAttempt: boolean;
  signal: AbortSignal;
};

/** What is already told and what is still to tell. */
type Progress = { changedTasks: Set<string>; attemptId: string | null; seen: number };

/**
 * Everything watched, as it happens. Events are always read from Postgres by number: the relay only says when to look, so what it
 * loses or doubles does no harm, and each heartbeat looks again.
 */
export async function* liveStream(context: ApiContext, watched: Watched): AsyncGenerator<StreamItem> {
  const bell = createDoorbell();
  const signal = AbortSignal.any([watched.signal, context.closing]);
  const progress: Progress = { changedTasks: new Set(), attemptId: watched.attempt?.id ?? null, seen: watched.attempt?.after ?? 0 };
  const subscriptions = await subscribeAll(context, watched, (subject) => {
    if (subject.startsWith("task.")) progress.changedTasks.add(subject.slice("task.".length));
    bell.ring();
  });
  try {
    yield { comment: "open" };
    for (;;) {
      yield* news(context, progress);
      if (watched.endsWithAttempt && (await hasEnded(context, progress))) return;
      const answer = await bell.wait({ timeoutMs: heartbeatMs, signal });
      if (answer === "gone") return;
      if (answer === "timeout") yield { comment: "heartbeat" };
    }
  } finally {
    await Promise.allSettled(subscriptions.map((subscription) => subscription.close()));
  }
}

async function subscribeAll(context: ApiContext, watched: Watched, receive: (subject: string) => void): Promise<Subscription[]> {
  const subjects = [...(watched.tasks ? ["task.*"] : []), ...(watched.attempt === null ? [] : [`attempt.${watched.attempt.id}`])];
  return Promise.all(subjects.map((subject) => subscribe(context.queue, { subject, receive })));
}

async function* news(context: ApiContext, progress: Progress): AsyncGenerator<StreamItem> {
  for (const taskId of progress.changedTasks) {
    progress.changedTasks.delete(taskId);
    yield { event: "task", data: { taskId } };
  }
  if (progress.attemptId === null) return;
  let events: AttemptEvent[];
  do {
    events = await readEvents(context.db, { attemptId: progress.attemptId, after: progress.seen, limit: batch });
    for (const event of events) {
      progress.seen = event.seq;
      yield { event: "attempt", data: event, id: event.seq };
    }
  } while (events.length > 0);
}

async function hasEnded({ db }: ApiContext, { attemptId, seen }: Progress): Promise<boolean> {
  const attempt = attemptId === null ? null : await findAttempt(db, { attemptId });
  return attempt !== null && isTerminal(attempt.state) && seen >= attempt.lastSeq;
}
