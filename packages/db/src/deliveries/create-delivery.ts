import { ConflictError, type CreateDeliveryInput, type Delivery, isTerminal } from "@slipway/core";
import { connectionOf, type Database } from "../connection/connection.ts";
import { lockTask } from "../connection/lock-task.ts";
import { missing } from "../connection/missing.ts";
import { newId } from "../connection/new-id.ts";
import { storableText } from "../connection/storable.ts";
import type { Prisma } from "../generated/client.ts";
import { deliveryColumns, toDelivery } from "./to-delivery.ts";

export type NewDelivery = {
  attemptId: string;
  /** Who asks, and so the author of the commit. */
  userId: string;
  input: CreateDeliveryInput;
  /** The name for a task that has no branch yet, unless `input` has one. */
  branch: string;
  title: string;
  body: string;
};

/**
 * Queues a delivery of the attempt's stored change and rings for it. A task has one branch: the first delivery fixes it,
 * and only while none has gone out may `input.branch` replace it. Throws NotFoundError, and ConflictError while the
 * attempt is under way, without a change, while another delivery is under way, and for a second branch.
 */
export async function createDelivery(db: Database, { attemptId, userId, input, branch, title, body }: NewDelivery): Promise<Delivery> {
  const { prisma, redact } = connectionOf(db);
  return await prisma.$transaction(async (tx) => {
    const taskId = await deliverableTask(tx, attemptId);
    await lockTask(tx, taskId);
    const chosen = await chooseBranch(tx, { taskId, asked: input.branch, fallback: branch });
    await tx.$executeRaw`UPDATE "Task" SET "headBranch" = ${chosen}, "updatedAt" = now() WHERE id = ${taskId}::uuid`;
    const id = newId();
    const { kind, draft = false, acceptWarnings } = input;
    const texts = { title: storableText(title, redact), body: storableText(body, redact) };
    const data = { id, taskId, attemptId, createdById: userId, kind, draft, acceptWarnings, branch: chosen, ...texts };
    const row = await tx.delivery.create({ data, select: deliveryColumns });
    await tx.$executeRaw`INSERT INTO "Outbox" (topic, "subjectId") VALUES ('delivery', ${id}::uuid)`;
    return toDelivery(row);
  });
}

/** The attempt's task, once there is something to deliver. */
async function deliverableTask(tx: Prisma.TransactionClient, attemptId: string): Promise<string> {
  const attempt = await tx.attempt.findUnique({
    where: { id: attemptId },
    select: { state: true, turn: { select: { taskId: true, pickedAttemptId: true } }, change: { select: { attemptId: true } } },
  });
  if (attempt === null) throw missing("attempt", attemptId);
  if (!isTerminal(attempt.state))
    throw new ConflictError("This attempt is still under way. Its change can be delivered when it has ended.");
  if (attempt.change === null) throw new ConflictError("This attempt changed nothing, so there is nothing to deliver.");
  const { taskId, pickedAttemptId } = attempt.turn;
  if (pickedAttemptId !== null && pickedAttemptId !== attemptId)
    throw new ConflictError("Another attempt of this turn was picked. Deliver that one, or take the choice back first.");
  return taskId;
}

type BranchChoice = { taskId: string; asked: string | undefined; fallback: string };

async function chooseBranch(tx: Prisma.TransactionClient, { taskId, asked, fallback }: BranchChoice): Promise<string> {
  const task = await tx.task.findUniqueOrThrow({ where: { id: taskId }, select: { headBranch: true } });
  const deliveries = await tx.delivery.findMany({ where: { taskId }, select: { state: true } });
  if (deliveries.some(({ state }) => state === "queued" || state === "publishing")) {
    throw new ConflictError("A delivery of this task is under way. Wait for its end, then deliver again.");
  }
  const fixed = task.headBranch;
  if (fixed === null) return asked ?? fallback;
  if (asked === undefined || asked === fixed) return fixed;
  if (deliveries.some(({ state }) => state === "delivered")) {
    throw new ConflictError(`This task is delivered to the branch ${fixed}. Leave the branch out to deliver there again.`);
  }
  return asked;
}
