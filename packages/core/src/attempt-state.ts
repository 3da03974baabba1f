import { ConflictError } from "./errors.ts";

export const ATTEMPT_STATES = ["queued", "preparing", "running", "waiting", "verifying", "succeeded", "failed", "cancelled"] as const;
export type AttemptState = (typeof ATTEMPT_STATES)[number];

export type AttemptSignal = "claim" | "prepared" | "ended" | "ask" | "resume" | "verified" | "fail" | "cancel" | "requeue";

const transitions = {
  queued: { claim: "preparing", cancel: "cancelled", fail: "failed" },
  preparing: { prepared: "running", fail: "failed", cancel: "cancelled", requeue: "queued" },
  running: { ended: "verifying", ask: "waiting", fail: "failed", cancel: "cancelled", requeue: "queued" },
  waiting: { resume: "queued", fail: "failed", cancel: "cancelled" },
  verifying: { verified: "succeeded", fail: "failed", cancel: "cancelled", requeue: "queued" },
  succeeded: {},
  failed: {},
  cancelled: {},
} as const satisfies Record<AttemptState, Partial<Record<AttemptSignal, AttemptState>>>;

const table: Record<AttemptState, Partial<Record<AttemptSignal, AttemptState>>> = transitions;

/** The state after `signal`; a ConflictError where the table has no entry. */
export function nextState(from: AttemptState, signal: AttemptSignal): AttemptState {
  const to = table[from][signal];
  if (to === undefined) throw new ConflictError(`An attempt that is ${from} cannot take the signal "${signal}"`);
  return to;
}

/** States from which `signal` leads somewhere, for the WHERE of a compare-and-set. */
export function statesAccepting(signal: AttemptSignal): AttemptState[] {
  return ATTEMPT_STATES.filter((state) => table[state][signal] !== undefined);
}

export function isTerminal(state: AttemptState): boolean {
  return Object.keys(table[state]).length === 0;
}

export function isCancellable(state: AttemptState): boolean {
  return table[state].cancel !== undefined;
}

/** Owned by a worker: it holds a lease, and infrastructure trouble may requeue it. */
export function isLive(state: AttemptState): boolean {
  return table[state].requeue !== undefined;
}
