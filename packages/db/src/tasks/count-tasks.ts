import type { TaskCounts } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";
import { asksForPerson } from "../connection/state-sql.ts";
import { taskSource } from "./task-row.ts";

/** Counts of the list's tabs: everything not archived, of that what asks for a person, and the archive. */
export async function countTasks(db: Database): Promise<TaskCounts> {
  const [counts] = await prismaOf(db).$queryRaw<TaskCounts[]>`
    SELECT count(*)::int AS active,
      count(*) FILTER (WHERE ${asksForPerson("lead")})::int AS attention,
      (SELECT count(*)::int FROM "Task" WHERE "archivedAt" IS NOT NULL) AS archived
    FROM ${taskSource} WHERE task."archivedAt" IS NULL`;
  return counts ?? { active: 0, attention: 0, archived: 0 };
}
