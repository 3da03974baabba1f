import { type AttemptEventBody, addUsage, type Usage } from "@slipway/core";
import { costOf } from "../model/cost-of.ts";
import type { ModelReply } from "../model/model.ts";
import type { AgentRun } from "./agent-run.ts";
import { projectedTokens } from "./context-size.ts";
import { estimateTokens, tokensOfText } from "./estimate-tokens.ts";

const note =
  "The model's provider reports no usage: tokens, and the cost where the model has a price, are Slipway's own estimates, and limits go by them.";

/**
 * Counts what a reply to the conversation as it stands used, and gives it with a note for the person where one is due. Servers that
 * report no usage get an estimate, so that limits hold with them too.
 */
export function countUsage(run: AgentRun, reply: ModelReply): { usage: Usage; notes: AttemptEventBody[] } {
  const isReported = reply.usage.inputTokens + reply.usage.outputTokens > 0;
  const usage = isReported ? reply.usage : estimatedUsage(run, reply);
  const notes: AttemptEventBody[] = isReported || run.estimatesUsage ? [] : [{ type: "note.added", level: "info", text: note }];
  run.estimatesUsage ||= !isReported;
  run.usage = addUsage(run.usage, usage);
  return { usage, notes };
}

/** Nothing is taken for cached: who cannot count is no provider whose cache could be counted on. */
function estimatedUsage(run: AgentRun, { items, usage }: ModelReply): Usage {
  const thoughts = items.flatMap((item) => (item.type === "reasoning" && item.encrypted === null ? item.summary : []));
  const tokens = {
    inputTokens: projectedTokens(run),
    cachedInputTokens: 0,
    outputTokens: estimateTokens(items) + tokensOfText(thoughts.join("")),
  };
  return { ...usage, ...tokens, costUsd: costOf(tokens, run.price ?? null) };
}
