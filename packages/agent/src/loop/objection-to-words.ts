import { type AgentRun, stopped, type tell } from "./agent-run.ts";
import { looksLikeCall } from "./looks-like-call.ts";
import { openSteps } from "./open-steps.ts";

type Told = Parameters<typeof tell>[1];

/** Why a reply of words alone, `text`, is no end of the work, as the model is told; null where it is one. */
export function objectionToWords(run: AgentRun, text: string): Told | null {
  if (text === "") return unusable("Your reply was empty. Call a tool, or call finish if the work is done.");
  const names = run.tools.map(({ definition }) => definition.name);
  if (looksLikeCall(text, names)) return unusable(notRecognised(names));
  if (run.task.mode === "ask") return null;
  const open = openSteps(run.plan);
  if (open.length > 0) return unusable(unfinishedPlan(open));
  return hasBegun(run) ? null : { text: notBegun, about: "nothing_done" };
}

const notBegun =
  "Your reply called no tool, and nothing was done yet. Go on with the tools. If there is nothing to do or it cannot be done, call finish and say why.";

/** An attempt whose limits are used up just ends. */
function hasBegun(run: AgentRun): boolean {
  return run.callIds.size > 0 || run.repetition.toldOfNothingDone || stopped(run) !== null;
}

function notRecognised(names: readonly string[]): string {
  return `The call in the text of your reply was not recognised, and nothing has run. Calls are made through the tool interface alone, never written as text. The tools are: ${names.join(", ")}. If this was your answer and no call, call finish with it.`;
}

function unfinishedPlan(open: readonly string[]): string {
  return `Your reply called no tool, and your plan has open steps: ${open.join("; ").slice(0, 500)}. Go on with a tool call. If the work is done or cannot be done, call finish.`;
}

function unusable(text: string): Told {
  return { text, about: "unusable_reply" };
}
