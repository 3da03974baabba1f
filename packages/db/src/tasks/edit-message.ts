import { ConflictError } from "@slipway/core";
import { connectionOf, type Database } from "../connection/connection.ts";
import { missing } from "../connection/missing.ts";
import { storableText } from "../connection/storable.ts";
import type { Prisma } from "../generated/client.ts";

/** Rewrites a message that no attempt has heard. Throws ConflictError once one has, NotFoundError. */
export async function editMessage(db: Database, { messageId, text }: { messageId: string; text: string }): Promise<{ taskId: string }> {
  const { prisma, redact } = connectionOf(db);
  return await prisma.$transaction(async (tx) => {
    const taskId = await holdUnheard(tx, messageId);
    await tx.$executeRaw`UPDATE "Message" SET text = ${storableText(text, redact)} WHERE id = ${messageId}::uuid`;
    return { taskId };
  });
}

/** Keeps attempts from hearing the message until the transaction ends. */
export async function holdUnheard(tx: Prisma.TransactionClient, messageId: string): Promise<string> {
  const [message] = await tx.$queryRaw<{ taskId: string }[]>`
    SELECT turn."taskId" FROM "Message" message JOIN "Turn" turn ON turn.id = message."turnId"
    WHERE message.id = ${messageId}::uuid FOR UPDATE OF message`;
  if (message === undefined) throw missing("message", messageId);
  const heard = await tx.messageDelivery.count({ where: { messageId } });
  if (heard > 0) throw new ConflictError("The agent has read this message already. Send another one to correct it.");
  return message.taskId;
}
