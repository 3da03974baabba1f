import type { ModelReply } from "../model/model.ts";
import type { AgentRun } from "./agent-run.ts";
import type { AgentEnding } from "./agent-task.ts";
import { objectionToWords } from "./objection-to-words.ts";
import { interruptedResult, notRunResult } from "./result-texts.ts";
import { runTool } from "./run-tool-call.ts";
import { titleOf } from "./title-of.ts";

/** The ending that a reply was whose calls, if any, have run: a refusal, a finish, or a plain final message. */
export async function endingOfReply(run: AgentRun, { items, stop }: Pick<ModelReply, "items" | "stop">): Promise<AgentEnding | null> {
  const text = textOf(items);
  if (stop === "refused") return refusal(text);
  const calls = items.filter((item) => item.type === "tool_call");
  if (calls.length === 0) return stop === "complete" && objectionToWords(run, text) === null ? finalMessage(text) : null;
  const finish = calls.find(({ name, callId }) => name === "finish" && hasRun(run, callId));
  if (finish === undefined) return null;
  const outcome = await runTool(run, finish);
  return outcome.kind === "finish" ? { ...outcome, kind: "finished" } : null;
}

export function textOf(items: ModelReply["items"]): string {
  return items
    .flatMap((item) => (item.type === "agent_text" ? [item.text] : []))
    .join("\n\n")
    .trim();
}

export function refusal(text: string): AgentEnding {
  return { kind: "refused", reason: text || "The model declined without giving a reason." };
}

export function finalMessage(text: string): AgentEnding {
  return { kind: "finished", title: titleOf(text), summary: text, testing: null, notVerified: [], tasks: [] };
}

function hasRun({ transcript }: AgentRun, callId: string): boolean {
  const result = transcript.find((item) => item.type === "tool_result" && item.callId === callId);
  return result?.type === "tool_result" && result.output !== notRunResult && result.output !== interruptedResult;
}
