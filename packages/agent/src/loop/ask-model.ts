import type { ModelAnswer } from "../model/model.ts";
import type { TranscriptItem } from "../transcript.ts";
import type { AgentRun } from "./agent-run.ts";
import type { AgentEnding } from "./agent-task.ts";

/** Asks with what is the same in every request of the attempt. */
export function askModel(run: AgentRun, transcript: readonly TranscriptItem[]): Promise<ModelAnswer> {
  return run.model.ask({
    instructions: run.instructions,
    transcript,
    tools: run.tools.map((tool) => tool.definition),
    cacheKey: run.cacheKey,
    signal: run.stopped,
    loadImage: run.images.load,
    onRetry: (retry) => run.emit([{ type: "model.retried", ...retry }]),
  });
}

export function unansweredEnding(answer: Exclude<ModelAnswer, { kind: "replied" }>): AgentEnding {
  if (answer.kind !== "rate_limited") return { kind: "model_failed", failure: answer.failure };
  return { kind: "waiting", waiting: { kind: "rate_limit", until: answer.until.toISOString(), reason: answer.reason } };
}
