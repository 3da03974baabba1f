import { BOUNDS, changeStats } from "@slipway/core";
import type { StoredChange } from "@slipway/db";
import { examinePatch } from "@slipway/forge";
import type { Sandbox } from "@slipway/sandbox";
import { secretWarnings } from "../../environment/secret-warnings.ts";
import { changeFailure, failingAs } from "../attempt-failed-error.ts";
import type { AttemptRun, PreparedRepository } from "../attempt-run.ts";
import { unlessAborted } from "../unless-aborted.ts";
import { sizeWarnings } from "./size-warnings.ts";

/** Takes the work tree's difference from the base commit out of the sandbox and has the gate read it. */
export function collectChange(
  run: AttemptRun,
  { sandbox, repository, signal }: { sandbox: Sandbox; repository: PreparedRepository; signal: AbortSignal },
): Promise<StoredChange> {
  return failingAs(changeFailure, async () => {
    const { baseCommit, mirror } = repository;
    const { patch } = await unlessAborted(sandbox.collectChange({ baseCommit, maxBytes: BOUNDS.patchBytes }), signal);
    const { headTree, files, warnings } = await examinePatch(mirror, { baseCommit, patch, signal });
    const { additions, deletions } = changeStats(files);
    run.context.log.debug({ attemptId: run.work.attemptId, files: files.length, additions, deletions }, "change collected");
    return {
      baseCommit,
      headTree,
      patch,
      files,
      warnings: [...sizeWarnings(files, run.limits), ...warnings, ...secretWarnings(patch, run.secrets.hidden)],
    };
  });
}
