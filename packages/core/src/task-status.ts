import { ATTEMPT_STATES, type AttemptState, isTerminal } from "./attempt-state.ts";

/** A task's status uses the words of an attempt's state; it is derived from the latest turn, never stored. */
export type TaskStatus = AttemptState;

/** The furthest attempt speaks for an unfinished turn; a finished one succeeded if any attempt did. */
const byProgress: readonly AttemptState[] = ["waiting", "verifying", "running", "preparing", "queued"];
const byOutcome: readonly AttemptState[] = ["succeeded", "failed", "cancelled"];

/** `states` are those of the latest turn's attempts, at least one. */
export function deriveTaskStatus(states: readonly AttemptState[]): TaskStatus {
  const order = states.every(isTerminal) ? byOutcome : byProgress;
  return order.find((state) => states.includes(state)) ?? "queued";
}

/** Statuses in which the person is asked to look: review, answer, or decide what to do about a failure. */
export function needsAttention(status: TaskStatus): boolean {
  return status === "waiting" || status === "succeeded" || status === "failed";
}

export const TASK_STATUSES = ATTEMPT_STATES;
