import { type AgentRun, stopped, tell } from "./agent-run.ts";

/**
 * Says once, to an agent at its end, that its change is over its budget; true when it did, so that the attempt goes on. An attempt
 * whose limits are used up just ends.
 */
export async function objectToSize(run: AgentRun): Promise<boolean> {
  if (run.repetition.toldOfSize || run.task.mode === "ask" || stopped(run) !== null) return false;
  const size = (await run.sizeObjection?.()) ?? null;
  if (size === null) return false;
  const text = `Before you finish: ${size} Take out what the task does not need, such as reformatting, leftovers or copies that could be shared, and finish again. If all of it is needed, call finish again as it is and say in the summary why.`;
  await tell(run, { text, about: "size" });
  return true;
}
