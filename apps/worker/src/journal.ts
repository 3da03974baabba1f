import type { AttemptEventBody, Phase } from "@slipway/core";
import { appendEvents } from "@slipway/db";
import { publish } from "@slipway/queue";
import type { WorkerContext } from "./worker-context.ts";

/** The attempt's event log as this worker writes it: in order, one write at a time. */
export type Journal = {
  /** Resolves when the events are stored. Rejects with a ConflictError once another worker owns the attempt. */
  append(bodies: AttemptEventBody[]): Promise<void>;
  enterPhase(phase: Phase): Promise<void>;
  note(level: "info" | "warning" | "error", text: string): Promise<void>;
  /** Tells watching pages that the task's state changed. */
  announce(): void;
};

export function openJournal(
  { db, queue, log }: Pick<WorkerContext, "db" | "queue" | "log">,
  { attemptId, taskId, epoch }: { attemptId: string; taskId: string; epoch: number },
): Journal {
  let tail: Promise<unknown> = Promise.resolve();
  const tell = (subject: string, payload: unknown) => {
    publish(queue, { subject, payload }).catch((error: unknown) => log.debug({ err: error, subject }, "nobody was told"));
  };
  const append = (bodies: AttemptEventBody[]) => {
    const written = tail.then(async () => {
      const events = await appendEvents(db, { attemptId, epoch, bodies });
      tell(`attempt.${attemptId}`, { seq: events.at(-1)?.seq });
    });
    tail = written.catch(() => undefined);
    return written;
  };
  return {
    append,
    enterPhase: (phase) => append([{ type: "phase.entered", phase }]),
    note: (level, text) => append([{ type: "note.added", level, text }]),
    announce: () => tell(`task.${taskId}`, {}),
  };
}
