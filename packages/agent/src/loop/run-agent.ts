import { randomUUID } from "node:crypto";
import { type AttemptEventBody, addUsage, type Limits, noUsage, type Usage, type Workspace } from "@slipway/core";
import type { Model, ModelReply } from "../model/model.ts";
import type { Tool } from "../tools/tool.ts";
import { toolsOfMode } from "../tools/tools-of-mode.ts";
import type { ToolCall, TranscriptItem } from "../transcript.ts";
import type { AgentEnding, AgentTask } from "./agent-task.ts";
import { checkLimits } from "./check-limits.ts";
import { openingMessages } from "./opening-messages.ts";
import { repliedEvents } from "./replied-events.ts";
import { runToolCall } from "./run-tool-call.ts";
import { storable } from "./storable.ts";
import { systemPrompt } from "./system-prompt.ts";
import { titleOf } from "./title-of.ts";
import { uniqueCallIds } from "./unique-call-ids.ts";

export type RunAgentInput = {
  model: Model;
  workspace: Workspace;
  task: AgentTask;
  limits: Pick<Limits, "steps" | "tokens" | "costUsd" | "wallClockSeconds" | "commandSeconds">;
  /** Stores events; the loop waits for it before its next step. */
  emit(bodies: AttemptEventBody[]): Promise<void>;
  /** Messages of the person since the last call, which count as delivered from then on. Their events are the caller's. */
  takeMessages(): Promise<readonly { id: string; text: string }[]>;
  /** Usage of one reply. */
  recordUsage(usage: Usage): Promise<void>;
  /** Milliseconds, of any clock that only goes forward. */
  now(): number;
  signal: AbortSignal;
};

type Run = RunAgentInput & {
  instructions: string;
  tools: readonly Tool[];
  transcript: TranscriptItem[];
  callIds: Set<string>;
  cacheKey: string;
  startedAt: number;
  /** Aborts when the attempt's time is over, so that no reply and no command outlives it. */
  deadline: AbortSignal;
  stopped: AbortSignal;
  steps: number;
  usage: Usage;
  /** Replies and calls in a row that made no sense. */
  badInARow: number;
};

const maxBadInARow = 3;

/**
 * Asks the model, runs what it calls, and again, until one of the endings. Every reply and every result is stored
 * before the next step. Throws what the workspace or the event log throws, unless the attempt was stopped meanwhile.
 */
export async function runAgent(input: RunAgentInput): Promise<AgentEnding> {
  const run = startRun(input);
  try {
    for (;;) {
      const ending = await takeStep(run);
      if (ending !== null) return ending;
    }
  } catch (error) {
    const stop = run.stopped.aborted ? stopped(run) : null;
    if (stop !== null) return stop;
    throw error;
  }
}

function startRun(input: RunAgentInput): Run {
  const deadline = AbortSignal.timeout(input.limits.wallClockSeconds * 1000);
  return {
    ...input,
    emit: (bodies) => input.emit(storable(bodies)),
    instructions: systemPrompt(input.task.mode),
    tools: toolsOfMode(input.task.mode),
    transcript: openingMessages(input.task, input.workspace.root),
    callIds: new Set(),
    cacheKey: randomUUID(),
    startedAt: input.now(),
    deadline,
    stopped: AbortSignal.any([input.signal, deadline]),
    steps: 0,
    usage: noUsage,
    badInARow: 0,
  };
}

function stopped(run: Run): AgentEnding | null {
  if (run.signal.aborted) return { kind: "cancelled" };
  const limit = run.deadline.aborted ? "time" : checkLimits({ ...run, elapsedMs: run.now() - run.startedAt });
  return limit === null ? null : { kind: "limit", limit };
}

async function takeStep(run: Run): Promise<AgentEnding | null> {
  const stop = stopped(run);
  if (stop !== null) return stop;
  await takePersonMessages(run);
  run.steps += 1;
  await run.emit([{ type: "model.requested", request: run.steps, model: run.model.name }]);
  const askedAt = run.now();
  const answer = await run.model.ask({
    instructions: run.instructions,
    transcript: run.transcript,
    tools: run.tools.map((tool) => tool.definition),
    cacheKey: run.cacheKey,
    signal: run.stopped,
    onRetry: (retry) => run.emit([{ type: "model.retried", ...retry }]),
  });
  if (answer.kind === "failed") return { kind: "model_failed", failure: answer.failure };
  const reply = { ...answer.reply, items: uniqueCallIds(answer.reply.items, run.callIds) };
  run.transcript.push(...reply.items);
  run.usage = addUsage(run.usage, reply.usage);
  await run.emit(repliedEvents({ reply, request: run.steps, durationMs: run.now() - askedAt }));
  await run.recordUsage(reply.usage);
  return followReply(run, reply);
}

async function followReply(run: Run, reply: ModelReply): Promise<AgentEnding | null> {
  const text = reply.items
    .flatMap((item) => (item.type === "agent_text" ? [item.text] : []))
    .join("\n\n")
    .trim();
  if (reply.stop === "refused") return { kind: "refused", reason: text || "The model declined without giving a reason." };
  const calls = reply.items.filter((item) => item.type === "tool_call");
  if (calls.length > 0) return runCalls(run, calls);
  if (reply.stop === "cut_off") return objectTo(run, "Your reply was cut off by the output limit. Go on in smaller steps.");
  if (text === "") return objectTo(run, "Your reply was empty. Call a tool, or call finish if the work is done.");
  return unlessInterrupted(run, { kind: "finished", title: titleOf(text), summary: text });
}

async function runCalls(run: Run, calls: readonly ToolCall[]): Promise<AgentEnding | null> {
  let ending: AgentEnding | null = null;
  for (const call of calls) {
    if (run.stopped.aborted) return null;
    const answer = (output: string) => run.transcript.push({ type: "tool_result", callId: call.callId, kind: call.kind, output });
    if (ending !== null) {
      answer("Not run: finish had been called.");
      continue;
    }
    const outcome = await runToolCall(call, { ...run, signal: run.stopped, commandSeconds: run.limits.commandSeconds });
    if (outcome.kind === "finish") {
      answer("Understood.");
      ending = { kind: "finished", title: outcome.title, summary: outcome.summary };
      continue;
    }
    answer(outcome.output);
    run.badInARow = outcome.kind === "bad" ? run.badInARow + 1 : 0;
    if (run.badInARow >= maxBadInARow) return stuck(outcome.output);
  }
  return ending === null ? null : unlessInterrupted(run, ending);
}

/** What the person wrote while the last reply came is answered before the attempt may end. */
async function unlessInterrupted(run: Run, ending: AgentEnding): Promise<AgentEnding | null> {
  return (await takePersonMessages(run)) ? null : ending;
}

async function takePersonMessages(run: Run): Promise<boolean> {
  const messages = await run.takeMessages();
  run.transcript.push(...messages.map(({ text }) => ({ type: "user_text" as const, text })));
  return messages.length > 0;
}

function objectTo(run: Run, objection: string): AgentEnding | null {
  run.badInARow += 1;
  if (run.badInARow >= maxBadInARow) return stuck(objection);
  run.transcript.push({ type: "user_text", text: objection });
  return null;
}

function stuck(last: string): AgentEnding {
  return {
    kind: "stuck",
    reason: `${maxBadInARow} replies in a row could not be used. The last one was answered with: ${last.slice(0, 500)}`,
  };
}
