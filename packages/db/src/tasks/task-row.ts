import { Delivery, type TaskListItem, Waiting } from "@slipway/core";
import { z } from "zod";
import { iso, isoOrNull } from "../connection/iso.ts";
import { asksForPerson, leadingFirst } from "../connection/state-sql.ts";
import { Prisma } from "../generated/client.ts";

/** A task with its latest turn (`turn`) and that turn's leading attempt (`lead`), whose state is the task's status. */
export const taskSource = Prisma.sql`"Task" task
  JOIN LATERAL (SELECT id, index FROM "Turn" WHERE "taskId" = task.id ORDER BY index DESC LIMIT 1) turn ON true
  JOIN LATERAL (SELECT attempt.id, attempt.state, attempt.usage, attempt.failure, attempt.waiting FROM "Attempt" attempt
    WHERE attempt."turnId" = turn.id ORDER BY ${leadingFirst("attempt")} LIMIT 1) lead ON true`;

export const taskColumns = Prisma.sql`task.id, task.title, task.mode::text AS mode, lead.state::text AS status, task."baseBranch" AS branch,
  task.model, task.demo, task."createdAt", task."updatedAt", task."archivedAt", turn.index + 1 AS turns,
  (SELECT count(*)::int FROM "Attempt" WHERE "turnId" = turn.id) AS attempts,
  (SELECT jsonb_build_object('id', id, 'name', name, 'kind', kind) FROM "Repository" WHERE id = task."repositoryId") AS repository,
  (SELECT jsonb_build_object('files', jsonb_array_length(files), 'additions', additions, 'deletions', deletions)
    FROM "Change" WHERE "attemptId" = lead.id) AS stats,
  (SELECT CASE WHEN count(*) > 0 THEN jsonb_build_object('passed', count(*) FILTER (WHERE outcome = 'passed'),
      'failed', count(*) FILTER (WHERE outcome IN ('failed', 'timed_out')), 'notRun', count(*) FILTER (WHERE outcome = 'not_run')) END
    FROM "Verification" WHERE "attemptId" = lead.id AND side = 'head') AS checks,
  (SELECT jsonb_build_object('kind', kind, 'state', state, 'branch', branch, 'url', url, 'pullRequestNumber', "pullRequestNumber")
    FROM "Delivery" WHERE "taskId" = task.id ORDER BY "createdAt" DESC, id DESC LIMIT 1) AS delivery,
  (SELECT sum(cost) FROM (
    SELECT (attempt.usage->>'costUsd')::float8 AS cost FROM "Turn" asked JOIN "Attempt" attempt ON attempt."turnId" = asked.id
      WHERE asked."taskId" = task.id
    UNION ALL SELECT (judgement#>>'{usage,costUsd}')::float8 FROM "Turn" WHERE "taskId" = task.id
    UNION ALL SELECT nullif((judgement->>'earlierCostUsd')::float8, 0) FROM "Turn" WHERE "taskId" = task.id
  ) costs) AS "costUsd", lead.failure->>'message' AS failure, lead.waiting,
  ${asksForPerson("lead")} AND (task."readAt" IS NULL OR task."readAt" < task."updatedAt") AS unread`;

/** A row of `taskColumns`; what Postgres built as JSON is parsed by `toTaskListItem`. */
export type TaskRow = Omit<
  TaskListItem,
  "createdAt" | "updatedAt" | "archivedAt" | "repository" | "stats" | "checks" | "delivery" | "waiting"
> & {
  createdAt: Date;
  updatedAt: Date;
  archivedAt: Date | null;
  repository: unknown;
  stats: unknown;
  checks: unknown;
  delivery: unknown;
  waiting: unknown;
};

const Nested = z.object({
  repository: z.object({ id: z.string(), name: z.string(), kind: z.enum(["path", "https", "github"]) }),
  stats: z.object({ files: z.int(), additions: z.int(), deletions: z.int() }).nullable(),
  waiting: Waiting.nullable(),
  checks: z.object({ passed: z.int(), failed: z.int(), notRun: z.int() }).nullable(),
  delivery: Delivery.pick({ kind: true, state: true, branch: true, url: true, pullRequestNumber: true }).nullable(),
});

export function toTaskListItem(row: TaskRow): TaskListItem {
  const times = { createdAt: iso(row.createdAt), updatedAt: iso(row.updatedAt), archivedAt: isoOrNull(row.archivedAt) };
  return { ...row, ...Nested.parse(row), ...times };
}
