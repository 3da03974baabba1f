import type { AttemptEventBody, ImageReference, PlanStep } from "@slipway/core";
import type { ModelReply } from "../model/model.ts";
import { ReplyItem, type ToolCall, type TranscriptItem } from "../transcript.ts";
import { compactTranscript } from "./compact-transcript.ts";
import { planAfter } from "./open-steps.ts";
import { noRepetition, type Repetition, withFinished, withReply, withTold, withUsable } from "./repetition.ts";
import {
  awaitedResult,
  interruptedResult,
  notRunAfterFinish,
  notRunAfterQuestion,
  notRunResult,
  overtakenResult,
  unansweredResult,
} from "./result-texts.ts";
import { trimOutputs } from "./trim-outputs.ts";

export type RebuildInput = {
  /** What `openingMessages` says for the attempt's task. */
  opening: readonly TranscriptItem[];
  /** The attempt's events from the first one, in order; of which types are missing that say nothing about the conversation is no matter. */
  events: Iterable<AttemptEventBody>;
};

export type RebuiltTranscript = {
  /** Every call in it has exactly one result. */
  transcript: TranscriptItem[];
  /** Replies so far. */
  steps: number;
  /** Of all calls so far, also of those that a compaction took out. */
  callIds: string[];
  /** What the person said since the opening, the agent's latest plan and the paths that tools changed; all outlive a compaction. */
  said: string[];
  plan: readonly PlanStep[];
  files: string[];
  /** Calls that began and whose end nobody saw; their results say so. */
  interrupted: ToolCall[];
  /** A question that nobody answered; `parked` once the attempt waited for it and was resumed without an answer. */
  question: { call: ToolCall; parked: boolean } | null;
  /** The latest reply, as long as nothing but its own calls came after it. */
  last: Pick<ModelReply, "items" | "stop"> | null;
  repetition: Repetition;
};

type Result = { output: string; images?: readonly ImageReference[] | undefined; failed: boolean };

type State = {
  opening: number;
  settled: TranscriptItem[];
  /** The calls of the latest reply, until something was said after them. */
  calls: ToolCall[];
  requested: Set<string>;
  results: Map<string, Result>;
  parked: boolean;
  steps: number;
  callIds: string[];
  said: string[];
  plan: readonly PlanStep[];
  files: Set<string>;
  last: RebuiltTranscript["last"];
  repetition: Repetition;
};

/** The conversation as the loop had it when the log ended, at whichever event that is. Throws a ZodError for a reply in a wrong shape. */
export function rebuildTranscript({ opening, events }: RebuildInput): RebuiltTranscript {
  const state: State = {
    opening: opening.length,
    settled: [...opening],
    calls: [],
    requested: new Set(),
    results: new Map(),
    parked: false,
    steps: 0,
    callIds: [],
    said: [],
    plan: [],
    files: new Set(),
    last: null,
    repetition: noRepetition,
  };
  for (const event of events) follow(state, event);
  const question = openQuestion(state);
  const interrupted = state.calls.filter((call) => isInterrupted(state, call));
  return {
    transcript: [...state.settled, ...resultsOf(state)],
    steps: state.steps,
    callIds: state.callIds,
    said: state.said,
    plan: state.plan,
    files: [...state.files],
    interrupted,
    question: question === null ? null : { call: question, parked: state.parked },
    last: state.last,
    repetition: question === null ? state.repetition : withUsable(state.repetition),
  };
}

function follow(state: State, event: AttemptEventBody): void {
  switch (event.type) {
    case "model.replied":
      addReply(state, event);
      return;
    case "tool.requested":
      state.requested.add(event.callId);
      return;
    case "tool.finished":
      finishCall(state, event);
      return;
    case "file.changed":
      state.files.add(event.file.path);
      return;
    case "attempt.resumed":
      state.parked = openQuestion(state) !== null && event.answered !== true;
      return;
    case "message.added":
      if (event.role === "person") hearPerson(state, event);
      return;
    case "model.told":
      say(state, { type: "user_text", text: event.text });
      state.repetition = withTold(state.repetition, event.about);
      return;
    case "context.trimmed":
      settle(state);
      state.settled = trimOutputs(state.settled, event.items);
      return;
    case "context.compacted":
      settle(state);
      state.last = null;
      state.settled = compactTranscript(state.settled, { ...event, opening: state.opening });
  }
}

function addReply(state: State, event: Extract<AttemptEventBody, { type: "model.replied" }>): void {
  settle(state);
  const items = ReplyItem.array().parse(event.items);
  state.settled.push(...items);
  state.calls = items.filter((item) => item.type === "tool_call");
  state.plan = planAfter(state.plan, items);
  state.repetition = withReply(state.repetition, state.calls.length);
  state.callIds.push(...state.calls.map(({ callId }) => callId));
  state.steps += 1;
  state.last = { items, stop: event.stop ?? "complete" };
}

function finishCall(state: State, finished: Extract<AttemptEventBody, { type: "tool.finished" }>): void {
  state.results.set(finished.callId, finished);
  const input = state.calls.find(({ callId }) => callId === finished.callId)?.input ?? "";
  state.repetition = withFinished(state.repetition, { input, finished });
}

/** An answer becomes its question's result; another message closes the question as the loop does. */
function hearPerson(state: State, { text, images, answers = true }: Extract<AttemptEventBody, { type: "message.added" }>): void {
  const question = openQuestion(state);
  state.said.push(text);
  if (question !== null && answers) {
    state.results.set(question.callId, { output: text, failed: false, ...pictures(images) });
    state.repetition = withUsable(state.repetition);
    state.last = null;
    return;
  }
  const output = state.parked ? unansweredResult : overtakenResult;
  if (question !== null) state.results.set(question.callId, { output, failed: false });
  say(state, { type: "user_text", text, ...pictures(images) });
}

function say(state: State, item: TranscriptItem): void {
  settle(state);
  state.last = null;
  state.settled.push(item);
}

/** Nothing more is to be heard of the latest reply's calls. */
function settle(state: State): void {
  state.settled.push(...resultsOf(state, unansweredResult));
  state.calls = [];
  state.requested.clear();
  state.results.clear();
  state.parked = false;
}

function resultsOf(state: State, unanswered: string = awaitedResult): TranscriptItem[] {
  return state.calls.map((call) => {
    const result = state.results.get(call.callId);
    const output = result?.output ?? missingResult(state, call, unanswered);
    return { type: "tool_result", callId: call.callId, kind: call.kind, output, ...pictures(result?.images) };
  });
}

function missingResult(state: State, call: ToolCall, unanswered: string): string {
  if (state.requested.has(call.callId)) return call.name === "ask_user" ? unanswered : interruptedResult;
  const before = state.calls.slice(0, state.calls.indexOf(call));
  if (before.some(({ name, callId }) => name === "finish" && state.results.get(callId)?.failed === false)) return notRunAfterFinish;
  return before.some(({ name, callId }) => name === "ask_user" && isAsked(state, callId)) ? notRunAfterQuestion : notRunResult;
}

/** A question that made no sense has a result that failed. */
function isAsked(state: State, callId: string): boolean {
  return state.requested.has(callId) && state.results.get(callId)?.failed !== true;
}

function isInterrupted(state: State, { callId, name }: ToolCall): boolean {
  return state.requested.has(callId) && !state.results.has(callId) && name !== "ask_user";
}

function openQuestion(state: State): ToolCall | null {
  return state.calls.find(({ callId, name }) => name === "ask_user" && state.requested.has(callId) && !state.results.has(callId)) ?? null;
}

function pictures(images: readonly ImageReference[] | undefined): { images?: ImageReference[] } {
  return images === undefined || images.length === 0 ? {} : { images: [...images] };
}
