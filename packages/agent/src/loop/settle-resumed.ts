import type { ToolCall, TranscriptItem } from "../transcript.ts";
import { type AgentRun, tell } from "./agent-run.ts";
import type { AgentEnding } from "./agent-task.ts";
import { breakLoop } from "./break-loop.ts";
import { endingOfReply } from "./ending-of-reply.ts";
import { hearPerson } from "./hear-person.ts";
import { interruptedResult, unansweredResult } from "./result-texts.ts";
import { runTool } from "./run-tool-call.ts";

type Said = Extract<TranscriptItem, { type: "user_text" }>;

/** Brings a resumed conversation to where the model can be asked: what was cut off is told, a question gets its answer. */
export async function settleResumed(run: AgentRun): Promise<AgentEnding | null> {
  const { resumed, resumeNote } = run;
  if (resumed === undefined) return null;
  for (const call of resumed.interrupted) await finishCall(run, call, { output: interruptedResult, failed: true });
  const said = await hearPerson(run);
  const waiting = resumed.question === null ? null : await settleQuestion(run, resumed.question, said);
  if (waiting !== null) return waiting;
  run.transcript.push(...said);
  // An attempt whose last reply was its end only lost the work behind it.
  const ending = said.length > 0 || resumed.last === null ? null : await endingOfReply(run, resumed.last);
  if (ending !== null) return ending;
  // It may have been lost right before it was told that it repeats itself.
  const stuck = await breakLoop(run);
  if (stuck === null && resumeNote !== undefined) await tell(run, { text: resumeNote, about: "resumed" });
  return stuck;
}

/** Takes the answer out of `said`. A question that was never put to anybody is put now. */
async function settleQuestion(
  run: AgentRun,
  { call, parked }: { call: ToolCall; parked: boolean },
  said: Said[],
): Promise<AgentEnding | null> {
  const answer = said.shift();
  if (answer !== undefined) {
    await finishCall(run, call, { output: answer.text, failed: false, ...(answer.images === undefined ? {} : { images: answer.images }) });
    return null;
  }
  if (parked) {
    await finishCall(run, call, { output: unansweredResult, failed: false });
    return null;
  }
  const outcome = await runTool(run, call);
  if (outcome.kind === "ask")
    return { kind: "waiting", waiting: { kind: "question", question: outcome.question, choices: outcome.choices } };
  await finishCall(run, call, { output: outcome.kind === "finish" ? outcome.title : outcome.output, failed: true });
  return null;
}

type Result = { output: string; failed: boolean; images?: Said["images"] };

async function finishCall(run: AgentRun, { callId, name, kind }: ToolCall, { output, failed, images }: Result): Promise<void> {
  const pictures = images === undefined ? {} : { images };
  await run.emit([{ type: "tool.finished", callId, tool: name, output, failed, durationMs: 0, ...pictures }]);
  run.transcript = run.transcript.map((item) =>
    item.type === "tool_result" && item.callId === callId ? { type: "tool_result", callId, kind, output, ...pictures } : item,
  );
}
