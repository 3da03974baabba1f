import type { ModelReply } from "../model/model.ts";
import type { FinishReport } from "../tools/tool.ts";
import type { ToolCall } from "../transcript.ts";
import { type AgentRun, tell } from "./agent-run.ts";
import type { AgentEnding } from "./agent-task.ts";
import { breakLoop, unusable } from "./break-loop.ts";
import { finalMessage, refusal, textOf } from "./ending-of-reply.ts";
import { takePersonMessages } from "./hear-person.ts";
import { objectToSize } from "./object-to-size.ts";
import { objectionToWords } from "./objection-to-words.ts";
import { notRunAfterFinish } from "./result-texts.ts";
import { resultOf, runToolCall } from "./run-tool-call.ts";

const cutOff = { text: "Your reply was cut off by the output limit. Go on in smaller steps.", about: "unusable_reply" } as const;

/** Runs what a reply calls, or ends with it, or objects to it. */
export async function followReply(run: AgentRun, reply: ModelReply): Promise<AgentEnding | null> {
  const text = textOf(reply.items);
  if (reply.stop === "refused") return refusal(text);
  const calls = reply.items.filter((item) => item.type === "tool_call");
  if (calls.length > 0) return runCalls(run, calls);
  const objection = reply.stop === "cut_off" ? cutOff : objectionToWords(run, text);
  if (objection === null) return unlessInterrupted(run, finalMessage(text));
  await tell(run, objection);
  return unusable(run, objection.text);
}

async function runCalls(run: AgentRun, calls: readonly ToolCall[]): Promise<AgentEnding | null> {
  for (const [index, call] of calls.entries()) {
    if (run.stopped.aborted) return null;
    const outcome = await runToolCall(run, call);
    // What stands behind the question is told as not run when its answer is there.
    if (outcome.kind === "ask") return { kind: "waiting", waiting: { ...outcome, kind: "question" } };
    answer(run, call, resultOf(outcome));
    if (outcome.kind === "finish") return finish(run, outcome, calls.slice(index + 1));
  }
  return breakLoop(run);
}

function finish(run: AgentRun, outcome: FinishReport, later: readonly ToolCall[]): Promise<AgentEnding | null> {
  for (const call of later) answer(run, call, { output: notRunAfterFinish });
  return unlessInterrupted(run, { ...outcome, kind: "finished" });
}

function answer(run: AgentRun, { callId, kind }: ToolCall, result: ReturnType<typeof resultOf>): void {
  run.transcript.push({ type: "tool_result", callId, kind, ...result });
}

/** What the person wrote while the last reply came is answered before the attempt may end, and a change that is too large looked at again. */
async function unlessInterrupted(run: AgentRun, ending: AgentEnding): Promise<AgentEnding | null> {
  return (await takePersonMessages(run)) || (await objectToSize(run)) ? null : ending;
}
