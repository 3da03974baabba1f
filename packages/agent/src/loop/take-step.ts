import type { ModelAnswer, ModelReply } from "../model/model.ts";
import { type AgentRun, stopped } from "./agent-run.ts";
import type { AgentEnding } from "./agent-task.ts";
import { askModel, unansweredEnding } from "./ask-model.ts";
import { compactContext } from "./compact-context.ts";
import { projectedTokens } from "./context-size.ts";
import { countUsage } from "./count-usage.ts";
import { followReply } from "./follow-reply.ts";
import { takePersonMessages } from "./hear-person.ts";
import { keepWithinContext } from "./keep-within-context.ts";
import { planAfter } from "./open-steps.ts";
import { withReply } from "./repetition.ts";
import { repliedEvents } from "./replied-events.ts";
import { storable } from "./storable.ts";
import { uniqueCallIds } from "./unique-call-ids.ts";

/** One request and all that its reply calls for; an ending, or null to go on. */
export async function takeStep(run: AgentRun): Promise<AgentEnding | null> {
  const stop = stopped(run);
  if (stop !== null) return stop;
  await takePersonMessages(run);
  const crowded = await keepWithinContext(run);
  if (crowded !== null) return crowded;
  await run.emit([{ type: "model.requested", request: run.steps + 1, model: run.model.name }]);
  const askedAt = run.now();
  const answer = await askModel(run, run.transcript);
  if (answer.kind === "too_long") return shorten(run, answer);
  if (answer.kind !== "replied") return unansweredEnding(answer);
  const reply = await store(run, answer.reply, askedAt);
  return followReply(run, reply);
}

async function store(run: AgentRun, heard: ModelReply, askedAt: number): Promise<ModelReply> {
  run.steps += 1;
  const { usage, notes } = countUsage(run, heard);
  const reply = { ...heard, usage, items: uniqueCallIds(storable(heard.items), run.callIds) };
  run.transcript.push(...reply.items);
  run.plan = planAfter(run.plan, reply.items);
  run.repetition = withReply(run.repetition, reply.items.filter(({ type }) => type === "tool_call").length);
  const { inputTokens, outputTokens } = heard.usage;
  run.measured = inputTokens === 0 ? null : { tokens: inputTokens + outputTokens, items: run.transcript.length };
  await run.emit([...repliedEvents({ reply, request: run.steps, durationMs: run.now() - askedAt }), ...notes]);
  await run.recordUsage(reply.usage);
  return reply;
}

/** The provider knows better how much fits. It is asked once more, with less. */
async function shorten(run: AgentRun, answer: Extract<ModelAnswer, { kind: "too_long" }>): Promise<AgentEnding | null> {
  if (run.tooLongAtStep === run.steps || run.transcript.length === run.opening) return unansweredEnding(answer);
  run.tooLongAtStep = run.steps;
  const tokensBefore = projectedTokens(run);
  run.contextTokens = Math.min(run.contextTokens, tokensBefore);
  return compactContext(run, { tokensBefore, overlong: true });
}
