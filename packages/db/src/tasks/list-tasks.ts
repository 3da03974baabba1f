import type { TaskListItem, TaskListQuery } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";
import { asksForPerson } from "../connection/state-sql.ts";
import { Prisma } from "../generated/client.ts";
import { decodeCursor, encodeCursor } from "./list-cursor.ts";
import { type TaskRow, taskColumns, taskSource, toTaskListItem } from "./task-row.ts";

/** Newest movement first. Throws InvalidInputError for a cursor that the list did not give out. */
export async function listTasks(
  db: Database,
  { query }: { query: TaskListQuery },
): Promise<{ items: TaskListItem[]; nextCursor: string | null }> {
  const rows = await prismaOf(db).$queryRaw<TaskRow[]>`
    SELECT ${taskColumns} FROM ${taskSource} WHERE ${Prisma.join(conditions(query), " AND ")}
    ORDER BY task."updatedAt" DESC, task.id DESC LIMIT ${query.limit + 1}::int`;
  const items = rows.slice(0, query.limit).map(toTaskListItem);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > query.limit && last !== undefined ? encodeCursor(last) : null };
}

function conditions(query: TaskListQuery): Prisma.Sql[] {
  const chosen = [query.archived ? Prisma.sql`task."archivedAt" IS NOT NULL` : Prisma.sql`task."archivedAt" IS NULL`];
  if (query.repositoryId !== undefined) chosen.push(Prisma.sql`task."repositoryId" = ${query.repositoryId}::uuid`);
  if (query.status !== undefined) chosen.push(Prisma.sql`lead.state::text = ANY(${query.status}::text[])`);
  if (query.attention === true) chosen.push(asksForPerson("lead"));
  if (query.cursor !== undefined) {
    const { updatedAt, id } = decodeCursor(query.cursor);
    chosen.push(Prisma.sql`(task."updatedAt", task.id) < (${updatedAt}::timestamptz, ${id}::uuid)`);
  }
  const words = query.q?.replaceAll("\u0000", "").trim() ?? "";
  if (words !== "") chosen.push(matches(`%${words.replaceAll(/[\\%_]/g, "\\$&")}%`));
  return chosen;
}

/** Title, branches, every turn's text and every attempt's summary. */
function matches(pattern: string): Prisma.Sql {
  return Prisma.sql`(task.title ILIKE ${pattern} OR task."baseBranch" ILIKE ${pattern} OR task."headBranch" ILIKE ${pattern}
    OR EXISTS (SELECT FROM "Turn" said WHERE said."taskId" = task.id AND said.text ILIKE ${pattern})
    OR EXISTS (SELECT FROM "Turn" said JOIN "Attempt" attempt ON attempt."turnId" = said.id WHERE said."taskId" = task.id
      AND (attempt.summary->>'title' ILIKE ${pattern} OR attempt.summary->>'body' ILIKE ${pattern})))`;
}
