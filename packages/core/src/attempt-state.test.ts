import { describe, expect, test } from "vitest";
import {
  ATTEMPT_STATES,
  type AttemptSignal,
  type AttemptState,
  isCancellable,
  isLive,
  isTerminal,
  nextState,
  statesAccepting,
} from "./attempt-state.ts";
import { ConflictError } from "./errors.ts";

const signals: AttemptSignal[] = ["claim", "prepared", "ended", "ask", "resume", "verified", "fail", "cancel", "requeue"];

describe("an attempt's states", () => {
  test("a usual attempt goes from queued to succeeded", () => {
    const path: AttemptState[] = ["queued"];
    for (const signal of ["claim", "prepared", "ended", "verified"] as const) path.push(nextState(path.at(-1) ?? "queued", signal));
    expect(path).toEqual(["queued", "preparing", "running", "verifying", "succeeded"]);
  });

  test("a terminal state takes no signal at all", () => {
    for (const state of ATTEMPT_STATES.filter(isTerminal)) {
      for (const signal of signals) expect(() => nextState(state, signal)).toThrow(ConflictError);
    }
    expect(ATTEMPT_STATES.filter(isTerminal)).toEqual(["succeeded", "failed", "cancelled"]);
  });

  test("everything that is not over can be cancelled, and only what a worker owns can be requeued", () => {
    expect(ATTEMPT_STATES.filter(isCancellable)).toEqual(ATTEMPT_STATES.filter((state) => !isTerminal(state)));
    expect(ATTEMPT_STATES.filter(isLive)).toEqual(["preparing", "running", "verifying"]);
    expect(statesAccepting("requeue")).toEqual(ATTEMPT_STATES.filter(isLive));
  });
});
