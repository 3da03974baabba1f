import { InvalidInputError } from "@slipway/core";
import { setTaskBase } from "@slipway/db";
import { ENVIRONMENT_FILE_BYTES, ENVIRONMENT_FILE_PATH } from "@slipway/environment";
import { bundleCommit, type Mirror, openMirror, readFileAt, updateMirror } from "@slipway/forge";
import { credentialFor } from "../delivery/credential-for.ts";
import type { AttemptRun, PreparedRepository } from "./attempt-run.ts";
import { noteWhenSlow } from "./note-when-slow.ts";
import { readInstructions } from "./read-instructions.ts";

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
  const { repository } = work;
  const { settings } = context;
  const credential = credentialFor(repository, settings);
  const mirror = openMirror({ root: settings.mirrorsDir, repository, credential, web: settings.web, bounds: settings.mirrorBounds });
  const baseCommit = work.baseCommit ?? (await recordBase(run, await updateMirror(mirror, { branch: work.baseBranch, signal })));
  const [bundlePath, rules, environmentText] = await Promise.all([
    bundleCommit(mirror, { commit: baseCommit, signal }),
    readInstructions(mirror, { commit: baseCommit, signal }),
    readEnvironmentText(mirror, baseCommit),
  ]);
  return { mirror, baseCommit, bundlePath, ...rules, environmentText };
}

function recordBase({ context, work }: AttemptRun, baseCommit: string): Promise<string> {
  return setTaskBase(context.db, { taskId: work.taskId, attemptId: work.attemptId, epoch: work.epoch, baseCommit });
}

/** The repository's own environment, null where it has none. One that is too large to read is refused by its length later. */
export async function readEnvironmentText(mirror: Mirror, treeish: string): Promise<string | null> {
  const reading = readFileAt(mirror, { treeish, path: ENVIRONMENT_FILE_PATH, maxBytes: ENVIRONMENT_FILE_BYTES });
  const bytes = await reading.catch((error: unknown) => {
    if (error instanceof InvalidInputError) return new Uint8Array(ENVIRONMENT_FILE_BYTES + 1);
    throw error;
  });
  return bytes === null ? null : new TextDecoder().decode(bytes);
}
