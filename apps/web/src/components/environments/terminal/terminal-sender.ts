import type { TerminalAct, TerminalInput } from "@slipway/core";

const RESEND_MS = 2_000;
/** A tick joins what one key press or a paste makes. */
const GATHER_MS = 8;
const PASTE_CHARACTERS = 60_000;
const MOST_ACTS = 64;

export type TerminalSender = {
  add(act: TerminalAct): void;
  /** Everything up to `seq` has arrived. */
  received(seq: number): void;
  close(): void;
};

type Batch = { input: TerminalInput; sentAt: number };

/**
 * Sends what a person does in numbered batches, one request at a time. What is not told to have arrived is sent again, under its
 * number, so nothing is typed twice.
 */
export function createTerminalSender(options: {
  client: string;
  post: (input: TerminalInput) => Promise<void>;
  now?: () => number;
}): TerminalSender {
  const { client, post, now = () => performance.now() } = options;
  const waiting: TerminalAct[] = [];
  const sent = new Map<number, Batch>();
  let seq = 0;
  let isPosting = false;
  let closed = false;
  const send = async (batch: Batch) => {
    batch.sentAt = now();
    // It stays unheard, so it is sent again.
    await post(batch.input).catch(() => undefined);
  };
  const drain = async () => {
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    while (waiting.length > 0 && !closed) {
      seq += 1;
      const batch = { input: { client, seq, acts: waiting.splice(0, MOST_ACTS) }, sentAt: 0 };
      sent.set(seq, batch);
      await send(batch);
    }
    isPosting = false;
  };
  const repeat = async () => {
    for (const batch of sent.values()) if (now() - batch.sentAt > RESEND_MS) await send(batch);
  };
  const timer = setInterval(() => void repeat(), RESEND_MS / 2);
  return {
    add(act) {
      for (const piece of piecesOf(act)) join(waiting, piece);
      if (isPosting) return;
      isPosting = true;
      void drain();
    },
    received(upTo) {
      for (const number of sent.keys()) if (number <= upTo) sent.delete(number);
    },
    close() {
      closed = true;
      sent.clear();
      clearInterval(timer);
    },
  };
}

function piecesOf(act: TerminalAct): TerminalAct[] {
  if (act.kind !== "keys") return [act];
  const pieces: TerminalAct[] = [];
  for (let at = 0; at < act.text.length; at += PASTE_CHARACTERS) {
    pieces.push({ kind: "keys", text: act.text.slice(at, at + PASTE_CHARACTERS) });
  }
  return pieces;
}

/** Keys that follow keys become one act, and of sizes the last counts. */
function join(waiting: TerminalAct[], act: TerminalAct): void {
  const last = waiting.at(-1);
  if (last?.kind === "keys" && act.kind === "keys" && last.text.length + act.text.length <= PASTE_CHARACTERS) {
    waiting[waiting.length - 1] = { kind: "keys", text: last.text + act.text };
  } else if (last?.kind === "size" && act.kind === "size") waiting[waiting.length - 1] = act;
  else waiting.push(act);
}
