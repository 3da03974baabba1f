import { addUsage } from "@slipway/core";
import { type AgentRun, stopped } from "./agent-run.ts";
import type { AgentEnding } from "./agent-task.ts";
import { followReply } from "./follow-reply.ts";
import { takePersonMessages } from "./hear-person.ts";
import { repliedEvents } from "./replied-events.ts";
import { storable } from "./storable.ts";
import { uniqueCallIds } from "./unique-call-ids.ts";

/** One request and all that its reply calls for; an ending, or null to go on. */
export async function takeStep(run: AgentRun): Promise<AgentEnding | null> {
  const stop = stopped(run);
  if (stop !== null) return stop;
  await takePersonMessages(run);
  const request = run.steps + 1;
  await run.emit([{ type: "model.requested", request, model: run.model.name }]);
  const askedAt = run.now();
  const answer = await run.model.ask({
    instructions: run.instructions,
    transcript: run.transcript,
    tools: run.tools.map((tool) => tool.definition),
    cacheKey: run.cacheKey,
    signal: run.stopped,
    loadImage: run.images.load,
    onRetry: (retry) => run.emit([{ type: "model.retried", ...retry }]),
  });
  if (answer.kind === "rate_limited")
    return { kind: "waiting", waiting: { kind: "rate_limit", until: answer.until.toISOString(), reason: answer.reason } };
  if (answer.kind !== "replied") return { kind: "model_failed", failure: answer.failure };
  run.steps = request;
  const reply = { ...answer.reply, items: uniqueCallIds(storable(answer.reply.items), run.callIds) };
  run.transcript.push(...reply.items);
  run.usage = addUsage(run.usage, reply.usage);
  await run.emit(repliedEvents({ reply, request, durationMs: run.now() - askedAt }));
  await run.recordUsage(reply.usage);
  return followReply(run, reply);
}
