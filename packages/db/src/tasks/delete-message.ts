import { type Database, prismaOf } from "../connection/connection.ts";
import { holdUnheard } from "./edit-message.ts";

/** Takes back a message that no attempt has heard. Throws ConflictError once one has, NotFoundError. */
export async function deleteMessage(db: Database, { messageId }: { messageId: string }): Promise<{ taskId: string }> {
  return await prismaOf(db).$transaction(async (tx) => {
    const taskId = await holdUnheard(tx, messageId);
    await tx.message.delete({ where: { id: messageId } });
    return { taskId };
  });
}
