import type { ToolCall } from "../transcript.ts";
import { type AgentRun, tell } from "./agent-run.ts";
import type { AgentEnding } from "./agent-task.ts";
import { breakLoop } from "./break-loop.ts";
import { endingOfReply } from "./ending-of-reply.ts";
import { hearPerson, type Said, withPictures } from "./hear-person.ts";
import { interruptedResult, overtakenResult, unansweredResult } from "./result-texts.ts";
import { runTool } from "./run-tool-call.ts";

/** Brings a resumed conversation to where the model can be asked: what was cut off is told, a question gets its answer. */
export async function settleResumed(run: AgentRun): Promise<AgentEnding | null> {
  const { resumed, resumeNote } = run;
  if (resumed === undefined) return null;
  for (const call of resumed.interrupted) await finishCall(run, call, { output: interruptedResult, failed: true });
  const said = await hearPerson(run);
  const waiting = resumed.question === null ? null : await settleQuestion(run, resumed.question, said);
  if (waiting !== null) return waiting;
  run.transcript.push(...said.map(({ item }) => item));
  // An attempt whose last reply was its end only lost the work behind it.
  const ending = said.length > 0 || resumed.last === null ? null : await endingOfReply(run, resumed.last);
  if (ending !== null) return ending;
  // It may have been lost right before it was told that it repeats itself.
  const stuck = await breakLoop(run);
  if (stuck === null && resumeNote !== undefined) await tell(run, { text: resumeNote, about: "resumed" });
  return stuck;
}

/**
 * Takes the answer out of `said`. What was said without the question in sight is no answer: the model reads it and asks again where it has
 * to. A question that was never put to anybody is put now.
 */
async function settleQuestion(
  run: AgentRun,
  { call, parked }: { call: ToolCall; parked: boolean },
  said: Said[],
): Promise<AgentEnding | null> {
  const at = said.findIndex(({ answers }) => answers);
  const answer = said.splice(at, at < 0 ? 0 : 1)[0]?.item;
  if (answer !== undefined) {
    await finishCall(run, call, { output: answer.text, failed: false, ...withPictures(answer.images) });
    return null;
  }
  if (parked || said.length > 0) {
    await finishCall(run, call, { output: parked ? unansweredResult : overtakenResult, failed: false });
    return null;
  }
  const outcome = await runTool(run, call);
  if (outcome.kind === "ask")
    return { kind: "waiting", waiting: { kind: "question", question: outcome.question, choices: outcome.choices } };
  await finishCall(run, call, { output: outcome.kind === "finish" ? outcome.title : outcome.output, failed: true });
  return null;
}

type Result = { output: string; failed: boolean; images?: Said["item"]["images"] };

async function finishCall(run: AgentRun, { callId, name, kind }: ToolCall, { output, failed, images }: Result): Promise<void> {
  const pictures = images === undefined ? {} : { images };
  await run.emit([{ type: "tool.finished", callId, tool: name, output, failed, durationMs: 0, ...pictures }]);
  run.transcript = run.transcript.map((item) =>
    item.type === "tool_result" && item.callId === callId ? { type: "tool_result", callId, kind, output, ...pictures } : item,
  );
}
