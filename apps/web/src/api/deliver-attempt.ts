import {
  type Attempt,
  ConflictError,
  type CreateDeliveryInput,
  citationsAsText,
  type Delivery,
  draftReason,
  InvalidInputError,
  summaryText,
  type Task,
} from "@slipway/core";
import { appendAudit, createDelivery, getTask } from "@slipway/db";
import type { ApiContext, Caller } from "./api-context.ts";
import { announceTask } from "./deliver-outbox.ts";
import { requireAttempt } from "./require-attempt.ts";
import { refuseField } from "./route-parts.ts";

/** Stores the delivery and rings; the worker publishes the stored change and nothing else. */
export async function deliverAttempt(
  context: ApiContext,
  caller: Caller,
  { attemptId, input }: { attemptId: string; input: CreateDeliveryInput },
): Promise<Delivery> {
  const { taskId } = await requireAttempt(context, attemptId);
  const task = await getTask(context.db, { taskId });
  const attempt = findInTask(task, attemptId);
  const summary = attempt?.summary;
  if (input.kind === "pull_request") requirePullRequests(context, task);
  const delivery = await createDelivery(context.db, {
    attemptId,
    userId: caller.userId,
    input: { ...input, draft: input.draft ?? draftReason(attempt?.verifications ?? []) !== null },
    branch: input.branch ?? branchFor(task),
    title: input.title ?? (summary?.title || task.title),
    body: input.body ?? citationsAsText(summary == null ? "" : summaryText(summary)),
  });
  await appendAudit(context.db, {
    actorId: caller.userId,
    action: "delivery.requested",
    subjectId: delivery.id,
    detail: { attemptId, kind: input.kind, branch: delivery.branch },
  });
  announceTask(context, taskId);
  return delivery;
}

/** Early words for what the worker would find out; whether there is a change at all, the database says. */
function findInTask(task: Task, attemptId: string): Attempt | undefined {
  const attempt = task.turnList.flatMap((turn) => turn.attempts).find(({ id }) => id === attemptId);
  if (attempt?.change?.files.length === 0) throw new ConflictError("There is nothing to deliver: the attempt changed no file.");
  return attempt;
}

function requirePullRequests({ settings }: ApiContext, task: Task): void {
  if (task.repository.kind !== "github") {
    refuseField("kind", `${task.repository.name} is not on GitHub, so it has no pull requests. Push the branch instead.`);
  }
  if (settings.githubToken === undefined) {
    throw new InvalidInputError("Set GITHUB_TOKEN to open pull requests, and start Slipway again. Pushing the branch needs it too.");
  }
}

/** Ours alone, never a name that a model chose; readable in a list of branches. */
function branchFor(task: Task): string {
  const words =
    task.title
      .normalize("NFKD")
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  const slug = words.join("-").slice(0, 40).replace(/-+$/, "");
  return `slipway/${slug === "" ? "task" : slug}-${task.id.slice(-8)}`;
}
