import { BOUNDS } from "@slipway/core";
import type { AttemptRun } from "../attempt-run.ts";
import type { Worked } from "../work-stage.ts";
import { keepSeconds } from "./keep-seconds.ts";

/**
 * Whether a follow-up may go on in this attempt's sandbox: it finished, and the work tree is what is stored. An ask leaves no change, so
 * its work tree must be as it was given.
 */
export async function isWarmable(run: AttemptRun, { held, ending, change, repository }: Worked): Promise<boolean> {
  if (ending.kind !== "finished" || keepSeconds(run.context) === undefined || held.sandbox.loss() !== null) return false;
  if (run.work.mode === "code") return change !== null;
  const request = { baseCommit: repository.baseCommit, maxBytes: BOUNDS.patchBytes };
  const found = await held.sandbox.collectChange(request).catch(() => null);
  return found !== null && Buffer.from(run.work.previousPatch ?? new Uint8Array()).equals(found.patch);
}
