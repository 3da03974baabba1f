import { type Database, prismaOf } from "../connection/connection.ts";
import { missing } from "../connection/missing.ts";

/** The task is no longer unread until it moves again. Throws NotFoundError. */
export async function markTaskRead(db: Database, { taskId }: { taskId: string }): Promise<void> {
  const changed = await prismaOf(db).$executeRaw`UPDATE "Task" SET "readAt" = now() WHERE id = ${taskId}::uuid`;
  if (changed === 0) throw missing("task", taskId);
}
