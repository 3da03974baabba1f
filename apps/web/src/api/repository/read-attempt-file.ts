import { type Attempt, NotFoundError, type Task } from "@slipway/core";
import { getRepository, getTask } from "@slipway/db";
import { openMirror, readFileAt } from "@slipway/forge";
import type { ApiContext } from "../api-context.ts";
import { requireAttempt } from "../require-attempt.ts";

const maxBytes = 2 * 2 ** 20;

/** A whole file as it was before or after an attempt's change, from this machine's mirror. Throws NotFoundError where that lacks it. */
export async function readAttemptFile(
  context: ApiContext,
  wanted: { attemptId: string; side: "base" | "head"; path: string },
): Promise<Uint8Array> {
  const { taskId } = await requireAttempt(context, wanted.attemptId);
  const task = await getTask(context.db, { taskId });
  const change = attemptOf(task, wanted.attemptId)?.change ?? null;
  // An answer leaves no change, and what it cites stands at the base.
  const treeish = change === null ? task.baseCommit : wanted.side === "base" ? change.baseCommit : change.headTree;
  if (treeish === null) throw new NotFoundError(`The attempt ${wanted.attemptId} has read no repository.`);
  const repository = await getRepository(context.db, { repositoryId: task.repository.id });
  const mirror = openMirror({ root: context.settings.mirrorsDir, repository, credential: null });
  const bytes = await readFileAt(mirror, { treeish, path: wanted.path, maxBytes });
  if (bytes === null) throw new NotFoundError(`There is no file ${wanted.path} at ${wanted.side} on this machine.`);
  return bytes;
}

function attemptOf(task: Task, attemptId: string): Attempt | undefined {
  return task.turnList.flatMap((turn) => turn.attempts).find(({ id }) => id === attemptId);
}
