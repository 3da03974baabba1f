import type { AttemptEventBody } from "@slipway/core";

const flushAfterMs = 100;
const flushAtCharacters = 16 * 1024;

type OutputEventsInput = {
  callId: string;
  emit(bodies: AttemptEventBody[]): Promise<void>;
  /** Called once when an event cannot be stored: a command whose output is lost must not go on. */
  onFailure(): void;
};

/** Output of a command on its way into the event log: gathered for a moment, written in order, one write at a time. */
export type OutputEvents = {
  add(text: string): void;
  /** Writes what is left and waits for all of it; throws what a write threw. */
  close(): Promise<void>;
};

export function startOutputEvents({ callId, emit, onFailure }: OutputEventsInput): OutputEvents {
  let pending = "";
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();
  let failure: { error: unknown } | null = null;

  const flush = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const text = pending;
    pending = "";
    if (text === "") return;
    writing = writing.then(async () => {
      if (failure !== null) return;
      try {
        await emit([{ type: "command.output", callId, text }]);
      } catch (error) {
        failure = { error };
        onFailure();
      }
    });
  };
  return {
    add(text) {
      pending += text;
      if (pending.length >= flushAtCharacters) flush();
      else timer ??= setTimeout(flush, flushAfterMs);
    },
    async close() {
      flush();
      await writing;
      if (failure !== null) throw failure.error;
    },
  };
}
