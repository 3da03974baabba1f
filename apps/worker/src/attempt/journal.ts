import type { AttemptEventBody, Phase } from "@slipway/core";
import { appendEvents, type EventRedaction } from "@slipway/db";
import { publish } from "@slipway/queue";
import type { WorkerContext } from "../worker-context.ts";

/** The attempt's event log as this worker writes it: in order, one write at a time. */
export type Journal = {
  /** Resolves when the events are stored. Rejects with a ConflictError once another worker owns the attempt. */
  append(bodies: AttemptEventBody[]): Promise<void>;
  enterPhase(phase: Phase): Promise<void>;
  note(level: "info" | "warning" | "error", text: string): Promise<void>;
  /** Stores what redaction still keeps back of commands that never finished; before the attempt ends. */
  flush(): Promise<void>;
  /** The command that runs now, as its event has it; null between commands. */
  currentCommand(): string | null;
  /** Tells watching pages that the task's state changed. */
  announce(): void;
};

export function openJournal(
  { db, queue, log }: Pick<WorkerContext, "db" | "queue" | "log">,
  { attemptId, taskId, epoch, redaction }: { attemptId: string; taskId: string; epoch: number; redaction: EventRedaction },
): Journal {
  let tail: Promise<unknown> = Promise.resolve();
  let command: string | null = null;
  const tell = (subject: string, payload: unknown) => {
    publish(queue, { subject, payload }).catch((error: unknown) => log.debug({ err: error, subject }, "nobody was told"));
  };
  const inOrder = (write: () => ReturnType<typeof appendEvents>) => {
    const written = tail.then(async () => {
      const last = (await write()).at(-1);
      if (last !== undefined) tell(`attempt.${attemptId}`, { seq: last.seq });
    });
    tail = written.catch(() => undefined);
    return written;
  };
  const append = (bodies: AttemptEventBody[]) => {
    command = bodies.reduce(commandAfter, command);
    return inOrder(() => appendEvents(db, { attemptId, epoch, bodies, redaction }));
  };
  // What was kept back is no secret any more when nothing follows it, so it is not kept back again.
  const settled: EventRedaction = { ...redaction, take: (bodies) => [...bodies] };
  return {
    append,
    enterPhase: (phase) => append([{ type: "phase.entered", phase }]),
    note: (level, text) => append([{ type: "note.added", level, text }]),
    flush: () => inOrder(() => appendEvents(db, { attemptId, epoch, bodies: redaction.drain(), redaction: settled })),
    currentCommand: () => command,
    announce: () => tell(`task.${taskId}`, {}),
  };
}

function commandAfter(command: string | null, body: AttemptEventBody): string | null {
  if (body.type === "command.started") return body.command;
  return body.type === "command.finished" ? null : command;
}
