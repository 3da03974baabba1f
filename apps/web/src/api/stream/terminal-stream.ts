import { TerminalNews } from "@slipway/core";
import { findTerminal } from "@slipway/db";
import { publish, subscribe } from "@slipway/queue";
import type { ApiContext } from "../api-context.ts";
import { createDoorbell } from "./doorbell.ts";
import type { StreamItem } from "./event-stream.ts";
import { orderPieces } from "./terminal-pieces.ts";

/** The relay may lose a message, so what is missing is asked for now and then. */
const ASK_MS = 2_000;
const GAP_MS = 400;
const HEARTBEAT_ROUNDS = 8;

export type WatchedTerminal = { terminalId: string; userId: string; after: number; signal: AbortSignal };

/** A piece that is missing after `after`, since when, and whether it was asked for. */
type Gap = { after: number; since: number; isAsked: boolean };

/** What came over the relay and is still to tell; `changed` once the row is to be looked at. */
type Inbox = { pieces: ReturnType<typeof orderPieces>; received: Map<string, number>; changed: boolean; gap: Gap | null };

/**
 * What a terminal shows, as it happens: `output` numbered by `seq`, `received` for what of a page's input has arrived, `terminal` whenever
 * its row changed. Ends with the terminal.
 */
export async function* terminalStream(context: ApiContext, watched: WatchedTerminal): AsyncGenerator<StreamItem> {
  const { terminalId, after } = watched;
  const signal = AbortSignal.any([watched.signal, context.closing]);
  const bell = createDoorbell();
  const inbox: Inbox = { pieces: orderPieces(after), received: new Map(), changed: true, gap: null };
  const receive = (payload: unknown) => {
    take(inbox, payload);
    bell.ring();
  };
  const subscription = await subscribe(context.queue, { subject: `terminal.${terminalId}`, receive: (_, payload) => receive(payload) });
  try {
    await askAgain(context, { terminalId, inbox });
    for (let round = 1; ; round += 1) {
      if (yield* tell(context, watched, inbox)) return;
      noteGap(inbox);
      const answer = await bell.wait({ timeoutMs: inbox.gap === null ? ASK_MS : GAP_MS, signal });
      if (answer === "gone") return;
      if (isDue(inbox, answer)) await catchUp(context, { terminalId, inbox });
      if (round % HEARTBEAT_ROUNDS === 0) yield { comment: "heartbeat" };
    }
  } finally {
    await subscription.close();
  }
}

function take(inbox: Inbox, payload: unknown): void {
  const news = TerminalNews.safeParse(payload);
  if (!news.success) return;
  switch (news.data.kind) {
    case "output":
      inbox.pieces.add(news.data.seq, news.data.text);
      break;
    case "received":
      inbox.received.set(news.data.client, news.data.seq);
      break;
    case "changed":
      inbox.changed = true;
  }
}

type Listening = { terminalId: string; inbox: Inbox };

async function askAgain({ queue }: ApiContext, { terminalId, inbox }: Listening): Promise<void> {
  const payload = { kind: "replay", after: inbox.pieces.last() };
  await publish(queue, { subject: `terminal-input.${terminalId}`, payload }).catch(() => undefined);
}

/** A gap begins anew wherever something before it was told. */
function noteGap(inbox: Inbox): void {
  const after = inbox.pieces.last();
  if (!inbox.pieces.missing()) inbox.gap = null;
  else if (inbox.gap?.after !== after) inbox.gap = { after, since: performance.now(), isAsked: false };
}

/** Output that goes on must not hide that some of it is missing. */
function isDue({ gap }: Inbox, answer: "rung" | "timeout"): boolean {
  return answer === "timeout" || (gap !== null && performance.now() - gap.since >= GAP_MS);
}

/** After a while without news, or with a gap: what is missing is asked for, and what was asked for already is gone for good. */
async function catchUp(context: ApiContext, { terminalId, inbox }: Listening): Promise<void> {
  const { gap } = inbox;
  if (gap?.isAsked) inbox.pieces.skip();
  if (gap !== null) inbox.gap = { ...gap, since: performance.now(), isAsked: true };
  inbox.changed = true;
  await askAgain(context, { terminalId, inbox });
}

/** Tells what there is; true once the terminal's end is told. The row is read first, so that an end never overtakes what was shown before it. */
async function* tell({ db }: ApiContext, { terminalId, userId }: WatchedTerminal, inbox: Inbox): AsyncGenerator<StreamItem, boolean> {
  const { pieces, received, changed } = inbox;
  inbox.changed = false;
  const terminal = changed ? await findTerminal(db, { terminalId, userId }) : null;
  for (let piece = pieces.take(); piece !== null; piece = pieces.take()) yield { event: "output", data: piece.text, id: piece.seq };
  for (const [client, seq] of received) yield { event: "received", data: { client, seq } };
  received.clear();
  if (terminal === null) return false;
  yield { event: "terminal", data: terminal };
  return terminal.state !== "queued" && terminal.state !== "open";
}
