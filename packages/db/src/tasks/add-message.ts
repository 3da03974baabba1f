import { type CreateMessageInput, isTerminal } from "@slipway/core";
import { resumeWaiting } from "../attempts/resume-waiting.ts";
import { connectionOf, type Database } from "../connection/connection.ts";
import { lockTask } from "../connection/lock-task.ts";
import { newId } from "../connection/new-id.ts";
import { storableJson, storableText } from "../connection/storable.ts";
import { Prisma } from "../generated/client.ts";
import { attachImages } from "../images/attach-images.ts";
import { attemptToAnswer } from "./attempt-to-answer.ts";
import { latestTurn } from "./latest-turn.ts";
import { queueAttempt } from "./queue-attempt.ts";
import { steeringText } from "./steering-text.ts";

export type AddedMessage = { kind: "steering" } | { kind: "answer" } | { kind: "turn"; attemptIds: string[] };

/**
 * While the latest turn is unfinished the message answers the one attempt that waits for an answer, see `attemptToAnswer`, which goes on
 * with it, or else steers all attempts; afterwards it is a new turn with one attempt.
 * Throws NotFoundError, ConflictError where it is open whom it answers, and InvalidInputError for pictures that are not unsent ones of the
 * person.
 */
export async function addMessage(
  db: Database,
  {
    taskId,
    userId,
    input,
  }: { taskId: string; userId: string; input: Omit<CreateMessageInput, "images"> & Partial<Pick<CreateMessageInput, "images">> },
): Promise<AddedMessage> {
  const { prisma, redact } = connectionOf(db);
  return await prisma.$transaction(async (tx) => {
    const imageIds = input.images ?? [];
    await lockTask(tx, taskId);
    const turn = await latestTurn(tx, taskId);
    const asking = await attemptToAnswer(tx, { taskId, turnId: turn.id, attemptId: input.attemptId });
    if (!turn.states.every(isTerminal)) {
      const text = storableText(steeringText(input), redact);
      const messageId = newId();
      // The time of the insert: that of the transaction may lie before another message's whose lock it waited for.
      await tx.$executeRaw`
        INSERT INTO "Message" (id, "turnId", text, "attemptId", question, "createdAt")
        VALUES (${messageId}::uuid, ${turn.id}::uuid, ${text}, ${asking?.id ?? null}::uuid, ${asking?.question ?? null}, clock_timestamp())`;
      await attachImages(tx, { userId, imageIds, to: { messageId } });
      await tx.$executeRaw`UPDATE "Task" SET "updatedAt" = now() WHERE id = ${taskId}::uuid`;
      if (asking === null) return { kind: "steering" };
      await resumeWaiting(tx, { attempts: Prisma.sql`id = ${asking.id}::uuid`, reason: "The person answered.", cause: "answered" });
      return { kind: "answer" };
    }
    const turnId = newId();
    await tx.$executeRaw`
      INSERT INTO "Turn" (id, "taskId", index, text, comments) VALUES (${turnId}::uuid, ${taskId}::uuid, ${turn.index + 1}::int,
        ${storableText(input.text, redact)}, ${storableJson(input.comments, redact)}::jsonb)`;
    await attachImages(tx, { userId, imageIds, to: { turnId } });
    return { kind: "turn", attemptIds: [await queueAttempt(tx, { turnId, index: 0 })] };
  });
}
