import { BOUNDS } from "@slipway/core";
import { examinePatch } from "@slipway/forge";
import type { Sandbox } from "@slipway/sandbox";
import { changeFailure, failingAs } from "../attempt-failed-error.ts";
import type { AttemptRun, PreparedRepository } from "../attempt-run.ts";
import { unlessAborted } from "../unless-aborted.ts";
import { sizeWarnings } from "./size-warnings.ts";

/**
 * What a reader of the change will be warned of where it stands over its budget now; null where it does not. What the agent runs goes
 * on: it may be asked to go on itself.
 */
export function sizeObjection(
  run: AttemptRun,
  { sandbox, repository }: { sandbox: Sandbox; repository: PreparedRepository },
): Promise<string | null> {
  const { changedLines } = run.limits;
  return failingAs(changeFailure, async () => {
    if (changedLines === null) return null;
    const { baseCommit, mirror } = repository;
    const found = await unlessAborted(sandbox.glimpseChange({ baseCommit, maxBytes: BOUNDS.patchBytes }), run.signal);
    // No change has more lines to read than its patch has lines; few need the gate's closer look.
    if (found === null || countLines(found.patch) <= changedLines) return null;
    const { files } = await examinePatch(mirror, { baseCommit, patch: found.patch, signal: run.signal });
    return sizeWarnings(files, run.limits).find(({ kind }) => kind === "over_budget")?.message ?? null;
  });
}

function countLines(patch: Uint8Array): number {
  let lines = 0;
  for (const byte of patch) if (byte === 10) lines += 1;
  return lines;
}
