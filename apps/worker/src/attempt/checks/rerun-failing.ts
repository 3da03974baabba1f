import { compareChecks } from "@slipway/core";
import type { StoredVerification } from "@slipway/db";
import type { AttemptRun, PreparedRepository } from "../attempt-run.ts";
import { type CheckTarget, runChecks } from "./run-checks.ts";
import { mergeRerun } from "./tests/merge-rerun.ts";

/** Runs each check that newly fails once more, in a fresh sandbox of the same tree: one that passes then is flaky, and its log holds both runs. */
export async function rerunFailing(
  run: AttemptRun,
  { repository, head, results }: { repository: PreparedRepository; head: CheckTarget; results: readonly StoredVerification[] },
): Promise<StoredVerification[]> {
  const failing = compareChecks(results).flatMap(({ verdict, head: result }) =>
    verdict === "newly_failing" && result?.outcome === "failed" ? [result] : [],
  );
  if (failing.length === 0) return [...results];
  await run.journal.note(
    "info",
    `Running ${failing.map(({ name }) => name).join(", ")} again on the same tree, to tell what fails from what is flaky.`,
  );
  const again = await runChecks(run, repository, head, new Set(failing.map(({ name }) => name)));
  return results.map((result) => {
    const second = failing.includes(result) ? again.find(({ name }) => name === result.name) : undefined;
    return second === undefined ? result : joined(result, second);
  });
}

function joined(first: StoredVerification, second: StoredVerification): StoredVerification {
  const flaky = second.outcome === "passed";
  const words =
    second.outcome === "not_run"
      ? `could not be run again: ${second.reason}`
      : `run again on the same tree: ${second.outcome.replace("_", " ")}`;
  const separator = `${first.log.endsWith("\n") || first.log === "" ? "" : "\n"}\n──── Slipway: ${words} ────\n`;
  return { ...first, flaky, tests: mergeRerun(first.tests, second.tests), log: `${first.log}${separator}${flaky ? second.log : ""}` };
}
