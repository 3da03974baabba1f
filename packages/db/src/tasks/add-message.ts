import { type CreateMessageInput, isTerminal } from "@slipway/core";
import { connectionOf, type Database } from "../connection/connection.ts";
import { lockTask } from "../connection/lock-task.ts";
import { newId } from "../connection/new-id.ts";
import { storableJson, storableText } from "../connection/storable.ts";
import { latestTurn } from "./latest-turn.ts";
import { queueAttempt } from "./queue-attempt.ts";
import { steeringText } from "./steering-text.ts";

export type AddedMessage = { kind: "steering" } | { kind: "turn"; attemptIds: string[] };

/**
 * While the latest turn is unfinished the message steers its attempts; afterwards it is a new turn with one attempt.
 * Throws NotFoundError.
 */
export async function addMessage(
  db: Database,
  {
    taskId,
    input,
  }: { taskId: string; userId: string; input: Omit<CreateMessageInput, "images"> & Partial<Pick<CreateMessageInput, "images">> },
): Promise<AddedMessage> {
  const { prisma, redact } = connectionOf(db);
  return await prisma.$transaction(async (tx) => {
    await lockTask(tx, taskId);
    const turn = await latestTurn(tx, taskId);
    if (!turn.states.every(isTerminal)) {
      const text = storableText(steeringText(input), redact);
      await tx.$executeRaw`INSERT INTO "Message" (id, "turnId", text) VALUES (${newId()}::uuid, ${turn.id}::uuid, ${text})`;
      await tx.$executeRaw`UPDATE "Task" SET "updatedAt" = now() WHERE id = ${taskId}::uuid`;
      return { kind: "steering" };
    }
    const turnId = newId();
    await tx.$executeRaw`
      INSERT INTO "Turn" (id, "taskId", index, text, comments) VALUES (${turnId}::uuid, ${taskId}::uuid, ${turn.index + 1}::int,
        ${storableText(input.text, redact)}, ${storableJson(input.comments, redact)}::jsonb)`;
    return { kind: "turn", attemptIds: [await queueAttempt(tx, { turnId, index: 0 })] };
  });
}
