import { setTaskBase } from "@slipway/db";
import { bundleCommit, updateMirror } from "@slipway/forge";
import { openRepository } from "../repository/open-repository.ts";
import { readInstructions } from "../repository/read-instructions.ts";
import type { AttemptRun, PreparedRepository } from "./attempt-run.ts";
import { noteWhenSlow } from "./note-when-slow.ts";

const SLOW_MS = 3_000;

/**
 * Brings the mirror to where the remote is and fixes the task's base commit: the branch's tip when the task's first
 * attempt prepares, the recorded commit ever after.
 */
export function prepareRepository(run: AttemptRun): Promise<PreparedRepository> {
  const { journal, work } = run;
  return noteWhenSlow(
    {
      journal,
      afterMs: SLOW_MS,
      text: `${work.repository.name} is being fetched with its history. A large one takes long the first time; later only what is new is fetched.`,
      done: "The repository is here.",
    },
    prepare(run),
  );
}

async function prepare(run: AttemptRun): Promise<PreparedRepository> {
  const { context, work, signal } = run;
  const mirror = openRepository(context, work.repository);
  const baseCommit = work.baseCommit ?? (await recordBase(run, await updateMirror(mirror, { branch: work.baseBranch, signal })));
  const [bundlePath, rules] = await Promise.all([
    bundleCommit(mirror, { commit: baseCommit, signal }),
    readInstructions(mirror, { commit: baseCommit, signal }),
  ]);
  return { mirror, baseCommit, bundlePath, ...rules };
}

function recordBase({ context, work }: AttemptRun, baseCommit: string): Promise<string> {
  return setTaskBase(context.db, { taskId: work.taskId, attemptId: work.attemptId, epoch: work.epoch, baseCommit });
}
