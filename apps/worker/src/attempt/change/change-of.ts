import type { AgentEnding } from "@slipway/agent";
import type { StoredChange } from "@slipway/db";
import type { Sandbox } from "@slipway/sandbox";
import type { AttemptRun, PreparedRepository } from "../attempt-run.ts";
import { stopReasonOf } from "../stop-reason.ts";
import { collectChange } from "./collect-change.ts";

/** Time to save what a stopped attempt changed; a stop must be over within ten seconds. */
const SAVE_AFTER_STOP_MS = 4_000;

/**
 * What was changed is kept however the attempt ended; only of a finished one a change that cannot be stored is a failure. A sandbox that
 * may be another worker's by now is not touched.
 */
export async function changeOf(
  run: AttemptRun,
  { sandbox, repository, ending }: { sandbox: Sandbox; repository: PreparedRepository; ending: AgentEnding },
): Promise<StoredChange | null> {
  if (run.work.mode === "ask" || stopReasonOf(run.signal) === "lease_lost") return null;
  if (ending.kind === "finished") {
    await run.journal.enterPhase("collecting");
    return collectChange(run, { sandbox, repository, signal: run.signal });
  }
  const signal = ending.kind === "cancelled" ? AbortSignal.timeout(SAVE_AFTER_STOP_MS) : run.signal;
  return collectChange(run, { sandbox, repository, signal }).catch((error: unknown) => {
    run.context.log.warn({ attemptId: run.work.attemptId, err: error }, "the change of an unfinished attempt was not saved");
    return null;
  });
}
