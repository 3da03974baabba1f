import { type AgentRun, tell } from "./agent-run.ts";
import type { AgentEnding } from "./agent-task.ts";
import { findLoop } from "./find-loop.ts";

/** A loop this many calls after the nudge is a new one. */
const forgottenAfterCalls = 30;

/** Says once to the model that it repeats itself; where it goes on with that, the attempt ends and names what was repeated. */
export async function breakLoop(run: AgentRun): Promise<AgentEnding | null> {
  const loop = findLoop(run.recentCalls);
  if (loop === null) return null;
  if (run.nudgedAtCall !== null && run.calls - run.nudgedAtCall < forgottenAfterCalls)
    return { kind: "stuck", reason: `The agent repeated itself, also after it was told so: ${loop}.` };
  run.recentCalls = [];
  run.nudgedAtCall = run.calls;
  await tell(
    run,
    `You are repeating yourself: ${loop}. Doing it again will not change that. Look at what the results say, try something else, or call finish and say what is missing.`,
  );
  return null;
}
