import { publish, type Queue } from "@slipway/queue";
import type { OutputHistory, OutputPiece } from "./output-history.ts";

const PIECE_CHARACTERS = 32_768;
/** Between two pieces: key strokes join, and a flood is held to about 2 MB/s. */
const PACE_MS = 15;
/** More than this waits for the relay: the reader of the shell stops, and so does what writes there. */
const WAITING_CHARACTERS = 131_072;

export type OutputSender = {
  add(text: string): void;
  /** Resolves while there is room. */
  room(): Promise<void>;
  replay(after: number): Promise<void>;
  /** Resolves once everything is sent. */
  flush(): Promise<void>;
};

/** Publishes what a terminal shows in numbered pieces, one at a time. A piece that the relay loses is sent again by a replay. */
export function sendOutput({ queue, subject, history }: { queue: Queue; subject: string; history: OutputHistory }): OutputSender {
  let pending = "";
  let sending: Promise<void> | null = null;
  const send = async (piece: OutputPiece) => {
    // Who misses it asks for it.
    await publish(queue, { subject, payload: { kind: "output", ...piece } }).catch(() => undefined);
  };
  const drain = async () => {
    while (pending !== "") {
      await new Promise((resolve) => setTimeout(resolve, PACE_MS));
      const text = pending.slice(0, PIECE_CHARACTERS);
      pending = pending.slice(text.length);
      await send(history.add(text));
    }
    sending = null;
  };
  return {
    add(text) {
      pending += text;
      sending ??= drain();
    },
    async room() {
      while (pending.length > WAITING_CHARACTERS && sending !== null) await new Promise((resolve) => setTimeout(resolve, PACE_MS));
    },
    async replay(after) {
      for (const piece of history.after(after)) await send(piece);
    },
    async flush() {
      while (sending !== null) await sending;
    },
  };
}
