import type { TerminalAct, TerminalInput } from "@slipway/core";

/** Pages that one terminal remembers, and batches that may wait for an earlier one. */
const CLIENTS = 32;
const WAITING = 256;

type Client = { next: number; waiting: Map<number, readonly TerminalAct[]> };

export type OrderedInput = {
  /** The acts that may be done now, in the page's order, and the number up to which everything of that page has arrived. */
  take(input: TerminalInput): { acts: TerminalAct[]; upTo: number };
};

/** Puts what pages send back into the order in which each page sent it; what comes twice counts once. */
export function orderInput(): OrderedInput {
  const clients = new Map<string, Client>();
  return {
    take({ client: id, seq, acts }) {
      const client = clients.get(id) ?? { next: 1, waiting: new Map() };
      // The page that was heard last is the last to be forgotten.
      clients.delete(id);
      clients.set(id, client);
      if (clients.size > CLIENTS) clients.delete(clients.keys().next().value ?? "");
      if (seq >= client.next && seq < client.next + WAITING) client.waiting.set(seq, acts);
      const ready: TerminalAct[] = [];
      for (let due = client.waiting.get(client.next); due !== undefined; due = client.waiting.get(client.next)) {
        ready.push(...due);
        client.waiting.delete(client.next);
        client.next += 1;
      }
      return { acts: ready, upTo: client.next - 1 };
    },
  };
}
