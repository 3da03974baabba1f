import { addUsage } from "@slipway/core";
import type { ModelAnswer } from "../model/model.ts";
import type { TranscriptItem } from "../transcript.ts";
import type { AgentRun } from "./agent-run.ts";
import type { AgentEnding } from "./agent-task.ts";
import { askModel, unansweredEnding } from "./ask-model.ts";
import { compactTranscript } from "./compact-transcript.ts";
import { usableTokens } from "./context-size.ts";
import { textOf } from "./ending-of-reply.ts";
import { estimateTokens } from "./estimate-tokens.ts";
import { handOver } from "./hand-over.ts";
import { storable } from "./storable.ts";
import { trimOutputs } from "./trim-outputs.ts";

const request = `The conversation is getting too long and will be replaced by a hand-over that you write now, to yourself. Call no tool; answer with the hand-over alone, in this order:
1. The goal, and every wish and constraint of the person.
2. The plan: what is done, what is open.
3. Decisions and their reasons; what was tried and did not work.
4. What you learnt: files with their places, commands with their results, and the call ids of results that are worth citing.
5. The very next step.`;

/** Tokens of the latest exchange that survive as they are, as a share of the usable ones. */
const keptShare = 0.1;

/**
 * The model sums up its own work, and the summary takes the place of all but the opening and the latest exchange. `overlong`: the
 * provider refused the conversation as it is, so the summary is asked for with every output shortened.
 */
export async function compactContext(
  run: AgentRun,
  { tokensBefore, overlong = false }: { tokensBefore: number; overlong?: boolean },
): Promise<AgentEnding | null> {
  const askedAt = run.now();
  const answer = await askForHandOver(run, overlong);
  if (answer.kind === "failed" || answer.kind === "rate_limited") return unansweredEnding(answer);
  const text = answer.kind === "replied" ? textOf(answer.reply.items) : "";
  if (answer.kind === "replied") {
    run.usage = addUsage(run.usage, answer.reply.usage);
    await run.emit([{ type: "usage.recorded", usage: answer.reply.usage }]);
    await run.recordUsage(answer.reply.usage);
  }
  const items = Math.max(run.opening, latestExchange(run)) - run.opening;
  const summary = storable(handOver({ text, transcript: run.transcript, said: run.said, files: [...run.files] }));
  await run.emit([{ type: "context.compacted", summary, items, tokensBefore, durationMs: run.now() - askedAt }]);
  run.transcript = compactTranscript(run.transcript, { opening: run.opening, items, summary });
  run.measured = null;
  run.compactedAtStep = run.steps;
  return null;
}

/** With the same beginning as every other request, which the provider still has. */
async function askForHandOver(run: AgentRun, overlong: boolean): Promise<ModelAnswer> {
  const asking = async (transcript: readonly TranscriptItem[]) => {
    await run.emit([{ type: "model.requested", request: run.steps + 1, model: run.model.name, purpose: "hand_over" }]);
    return askModel(run, [...transcript, { type: "user_text", text: request }]);
  };
  const answer: ModelAnswer | null = overlong ? null : await asking(run.transcript);
  return answer === null || answer.kind === "too_long" ? asking(trimOutputs(run.transcript, run.transcript.length)) : answer;
}

/** Where the latest reply begins, if it and its results are small enough to stay; else the transcript's end. */
function latestExchange({ transcript, contextTokens }: AgentRun): number {
  const isReply = (item: TranscriptItem | undefined) =>
    item?.type === "agent_text" || item?.type === "reasoning" || item?.type === "tool_call";
  let start = transcript.findLastIndex(isReply);
  while (isReply(transcript[start - 1])) start -= 1;
  const fits = start >= 0 && estimateTokens(transcript.slice(start)) <= usableTokens({ contextTokens }) * keptShare;
  return fits ? start : transcript.length;
}
