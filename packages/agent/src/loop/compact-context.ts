import type { ModelAnswer, ModelReply } from "../model/model.ts";
import type { TranscriptItem } from "../transcript.ts";
import type { AgentRun } from "./agent-run.ts";
import type { AgentEnding } from "./agent-task.ts";
import { askModel, unansweredEnding } from "./ask-model.ts";
import { compactTranscript, picturesOfPerson } from "./compact-transcript.ts";
import { usableTokens } from "./context-size.ts";
import { countUsage } from "./count-usage.ts";
import { textOf } from "./ending-of-reply.ts";
import { estimateTokens, tokensOfText } from "./estimate-tokens.ts";
import { handOver } from "./hand-over.ts";
import { latestExchanges } from "./latest-exchanges.ts";
import { looksLikeCall } from "./looks-like-call.ts";
import { storable } from "./storable.ts";
import { trimOutputs } from "./trim-outputs.ts";

const request = `The conversation is getting too long and will be replaced by a hand-over that you write now, to yourself. Call no tool; answer with the hand-over alone, in this order:
1. The goal, and every wish and constraint of the person.
2. The plan: what is done, what is open.
3. Decisions and their reasons; what was tried and did not work.
4. What you learnt: files with their places, commands with their results, and the call ids of results that are worth citing.
5. The very next step.`;

const askAgain = "Your last answer was no hand-over, and nothing that it called has run. Write the hand-over now, as plain text.";

/** Tokens of the latest exchange that survive as they are, as a share of the usable ones. */
const keptShare = 0.1;
/** What the conversation may fill, as a share of the usable tokens, where no summary stands for what is dropped. */
const unsummedShare = 0.5;

/**
 * The model sums up its own work, and the summary takes the place of all but the opening and the latest exchange. Where it writes
 * none, as much of its latest work as fits stays as it is. `overlong`: the provider refused the conversation as it is, so the summary
 * is asked for with every output shortened.
 */
export async function compactContext(
  run: AgentRun,
  { tokensBefore, overlong = false }: { tokensBefore: number; overlong?: boolean },
): Promise<AgentEnding | null> {
  const askedAt = run.now();
  const text = await heardHandOver(run, overlong);
  if (typeof text !== "string") return text;
  const summaryOf = (pictures: number) => storable(handOver({ text, plan: run.plan, said: run.said, pictures, files: [...run.files] }));
  const kept = text === "" ? unsummed(run, summaryOf(0)) : { tokens: usableTokens(run) * keptShare, exchanges: 1 };
  const end = latestExchanges(run.transcript, { opening: run.opening, ...kept });
  const summary = summaryOf(picturesOfPerson(run.transcript.slice(run.opening, end)).length);
  const items = end - run.opening;
  await run.emit([{ type: "context.compacted", summary, items, tokensBefore, durationMs: run.now() - askedAt }]);
  run.transcript = compactTranscript(run.transcript, { opening: run.opening, items, summary });
  run.measured = null;
  run.compactedAtStep = run.steps;
  return null;
}

/** What is left beside the opening and the mechanical summary; never more than half of what there is, so that it gets shorter by any count. */
function unsummed(run: AgentRun, summary: string): { tokens: number; exchanges: number } {
  const taken = estimateTokens(run.transcript.slice(0, run.opening)) + tokensOfText(summary);
  const half = estimateTokens(run.transcript.slice(run.opening)) / 2;
  return { tokens: Math.min(half, usableTokens(run) * unsummedShare - taken), exchanges: run.transcript.length };
}

/** The model's words, asked for twice at most; empty where it gave none. */
async function heardHandOver(run: AgentRun, overlong: boolean): Promise<string | AgentEnding> {
  for (const words of [request, `${request}\n\n${askAgain}`]) {
    const answer = await askForHandOver(run, { overlong, words });
    if (answer.kind === "too_long") return "";
    if (answer.kind !== "replied") return unansweredEnding(answer);
    const { usage, notes } = countUsage(run, answer.reply);
    await run.emit([{ type: "usage.recorded", usage }, ...notes]);
    await run.recordUsage(usage);
    const text = handOverIn(run, answer.reply);
    if (text !== "") return text;
  }
  return "";
}

/** Whoever declines, or goes on working, has handed nothing over, whatever the words beside it are. */
function handOverIn({ tools }: AgentRun, { items, stop }: ModelReply): string {
  if (stop === "refused" || items.some(({ type }) => type === "tool_call")) return "";
  const text = textOf(items);
  const names = tools.map(({ definition }) => definition.name);
  return looksLikeCall(text, names) ? "" : text;
}

/** With the same beginning as every other request, which the provider still has. */
async function askForHandOver(run: AgentRun, { overlong, words }: { overlong: boolean; words: string }): Promise<ModelAnswer> {
  const asking = async (transcript: readonly TranscriptItem[]) => {
    await run.emit([{ type: "model.requested", request: run.steps + 1, model: run.model.name, purpose: "hand_over" }]);
    return askModel(run, [...transcript, { type: "user_text", text: words }]);
  };
  const answer: ModelAnswer | null = overlong ? null : await asking(run.transcript);
  return answer === null || answer.kind === "too_long" ? asking(trimOutputs(run.transcript, run.transcript.length)) : answer;
}
