import { type Database, prismaOf } from "../connection/connection.ts";
import { missing } from "../connection/missing.ts";

/** Back to the list; no error when it is there. Throws NotFoundError. */
export async function unarchiveTask(db: Database, { taskId }: { taskId: string }): Promise<void> {
  const changed = await prismaOf(db).$executeRaw`UPDATE "Task" SET "archivedAt" = NULL WHERE id = ${taskId}::uuid`;
  if (changed === 0) throw missing("task", taskId);
}
