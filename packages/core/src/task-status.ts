import { ATTEMPT_STATES, type AttemptState } from "./attempt-state.ts";

/** A task's status uses the words of an attempt's state; it is derived from the latest turn, never stored. */
export type TaskStatus = AttemptState;

/**
 * Which attempt leads its turn: the first state of this list that any has. The furthest attempt speaks for an unfinished
 * turn; a finished one succeeded if any attempt did.
 */
export const LEADING_ORDER: readonly AttemptState[] = [
  "waiting",
  "verifying",
  "running",
  "preparing",
  "queued",
  "succeeded",
  "failed",
  "cancelled",
];

/** `states` are those of the latest turn's attempts, at least one. */
export function deriveTaskStatus(states: readonly AttemptState[]): TaskStatus {
  return LEADING_ORDER.find((state) => states.includes(state)) ?? "queued";
}

/** Statuses in which the person is asked to look: review, answer, or decide what to do about a failure. */
export function needsAttention(status: TaskStatus): boolean {
  return status === "waiting" || status === "succeeded" || status === "failed";
}

export const TASK_STATUSES = ATTEMPT_STATES;
