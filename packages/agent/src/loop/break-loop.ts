import { type AgentRun, tell } from "./agent-run.ts";
import type { AgentEnding } from "./agent-task.ts";
import { findLoop } from "./find-loop.ts";

/** A loop this many calls after the nudge is a new one. */
const forgottenAfterCalls = 30;

const maxBadInARow = 3;

/** The ending of a run whose latest replies made no sense, `last` being what the model was or would be told of them. */
export function unusable({ repetition }: AgentRun, last: string): AgentEnding | null {
  if (repetition.badInARow < maxBadInARow) return null;
  const reason = `${maxBadInARow} replies in a row could not be used. The last one was answered with: ${last.slice(0, 500)}`;
  return { kind: "stuck", reason };
}

/** Says once to the model that it repeats itself; where it goes on with that, the attempt ends and names what was repeated. */
export async function breakLoop(run: AgentRun): Promise<AgentEnding | null> {
  const { recentCalls, calls, nudgedAtCall } = run.repetition;
  const bad = unusable(run, recentCalls.at(-1)?.output ?? "");
  if (bad !== null) return bad;
  const loop = findLoop(recentCalls);
  if (loop === null) return null;
  if (nudgedAtCall !== null && calls - nudgedAtCall < forgottenAfterCalls)
    return { kind: "stuck", reason: `The agent repeated itself, also after it was told so: ${loop}.` };
  const text = `You are repeating yourself: ${loop}. Doing it again will not change that. Look at what the results say, try something else, or call finish and say what is missing.`;
  await tell(run, { text, about: "repetition" });
  return null;
}
