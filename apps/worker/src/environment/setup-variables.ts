import type { AttemptRun } from "../attempt/attempt-run.ts";

/** What setup sees beyond the image's own variables. It reaches the setup's execs alone and never the snapshot. */
export function setupVariables({ work }: Pick<AttemptRun, "work">): Record<string, string> {
  return work.environment?.variables ?? {};
}
