import type { AttemptEventBody } from "@slipway/core";
import { type RanCall, rememberedCalls } from "./find-loop.ts";
import { interruptedResult } from "./result-texts.ts";

/** What an attempt is judged by for getting nowhere, and what it was told already. It follows from the log alone, so a pause forgives nothing. */
export type Repetition = {
  /** Replies in a row of which nothing could be used. */
  badInARow: number;
  /** Calls of the latest reply that nothing speaks for yet; zero once one of them could be used. */
  doubtfulCalls: number;
  /** Calls that ran, and the latest of them. */
  calls: number;
  recentCalls: readonly RanCall[];
  nudgedAtCall: number | null;
  /** The agent heard that its change is over its budget. */
  toldOfSize: boolean;
  /** It heard that words alone, before anything was done, are no end. */
  toldOfNothingDone: boolean;
};

export const noRepetition: Repetition = {
  badInARow: 0,
  doubtfulCalls: 0,
  calls: 0,
  recentCalls: [],
  nudgedAtCall: null,
  toldOfSize: false,
  toldOfNothingDone: false,
};

export function withReply(before: Repetition, calls: number): Repetition {
  return { ...before, doubtfulCalls: calls };
}

/** The latest reply makes sense, whatever its other calls are. */
export function withUsable(before: Repetition): Repetition {
  return { ...before, badInARow: 0, doubtfulCalls: 0 };
}

/** A reply is bad with the last of its calls: until then one may still be good. */
function withBad(before: Repetition): Repetition {
  const badReplies = before.doubtfulCalls === 1 ? 1 : 0;
  return { ...before, badInARow: before.badInARow + badReplies, doubtfulCalls: Math.max(0, before.doubtfulCalls - 1) };
}

function withCall(before: Repetition, call: RanCall & { bad: boolean }): Repetition {
  const { bad, ...ran } = call;
  return {
    ...(bad ? withBad(before) : withUsable(before)),
    calls: before.calls + 1,
    recentCalls: [...before.recentCalls, ran].slice(-rememberedCalls),
  };
}

export function withTold(before: Repetition, about: Extract<AttemptEventBody, { type: "model.told" }>["about"]): Repetition {
  if (about === "repetition") return { ...before, recentCalls: [], nudgedAtCall: before.calls };
  if (about === "size") return { ...before, toldOfSize: true };
  if (about === "nothing_done") return { ...before, toldOfNothingDone: true };
  return about === "unusable_reply" ? { ...before, badInARow: before.badInARow + 1 } : before;
}

/** Counts a call that ended in the log. Answers, ends and cut off calls are nothing that the agent repeats. */
export function withFinished(
  before: Repetition,
  { input, finished }: { input: string; finished: Extract<AttemptEventBody, { type: "tool.finished" }> },
): Repetition {
  const { callId, tool, output, failed, bad = false } = finished;
  if (!failed && (tool === "ask_user" || tool === "finish")) return withUsable(before);
  return output === interruptedResult ? before : withCall(before, { callId, name: tool, input, output, failed, bad });
}
