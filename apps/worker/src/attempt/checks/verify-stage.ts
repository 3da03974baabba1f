import type { StoredVerification } from "@slipway/db";
import type { AttemptRun, PreparedRepository } from "../attempt-run.ts";
import { stopReasonOf } from "../stop-reason.ts";
import type { Worked } from "../work-stage.ts";
import { rerunFailing } from "./rerun-failing.ts";
import { checksNotRun, runChecks } from "./run-checks.ts";
import { withRelevantCases } from "./tests/relevant-cases.ts";

/** The checks at base, running beside the agent. */
export type BaseChecks = { results: Promise<StoredVerification[]>; stop(): void };

export function startBaseChecks(run: AttemptRun, repository: PreparedRepository): BaseChecks {
  const controller = new AbortController();
  const signal = AbortSignal.any([run.signal, controller.signal]);
  const results = runChecks({ ...run, signal }, repository, { side: "base", target: repository.baseCommit, patch: null });
  results.catch(() => undefined);
  return { results, stop: () => controller.abort() };
}

/** Every check at base and at head of a finished attempt; what was not run is said with its reason. */
export async function verifyStage(run: AttemptRun, worked: Worked, base: BaseChecks): Promise<StoredVerification[]> {
  const { change, ending, repository } = worked;
  if (change === null) {
    base.stop();
    return [];
  }
  const head = { side: "head", target: change.headTree, patch: change.patch } as const;
  if (ending.kind !== "finished" || stopReasonOf(run.signal) !== null) {
    base.stop();
    return checksNotRun(run, head, "The attempt ended before its checks.");
  }
  if (change.files.length === 0) {
    return [...withRelevantCases(await base.results), ...checksNotRun(run, head, "Nothing was changed: the result at base holds.")];
  }
  await run.journal.enterPhase("checks");
  const [atBase, atHead] = await Promise.all([base.results, runChecks(run, repository, head)]);
  return withRelevantCases(await rerunFailing(run, { repository, head, results: [...atBase, ...atHead] }));
}
