import { ChangeWarning, type Repository } from "@slipway/core";
import { z } from "zod";
import { type Database, prismaOf } from "../connection/connection.ts";
import { iso } from "../connection/iso.ts";
import { toRepository } from "../repositories/to-repository.ts";

/** All that a worker needs to publish a delivery. */
export type DeliveryWork = {
  deliveryId: string;
  attemptId: string;
  /** Repeated by `finishDelivery`. */
  epoch: number;
  kind: "pull_request" | "branch";
  branch: string;
  title: string;
  body: string;
  draft: boolean;
  acceptWarnings: boolean;
  task: { id: string; title: string; createdAt: string };
  repository: Repository;
  baseBranch: string;
  baseCommit: string;
  patch: Uint8Array;
  headTree: string;
  warnings: ChangeWarning[];
  /** The commit that was last delivered to this branch. */
  previousCommit: string | null;
  /** The pull request that an earlier delivery of this branch opened. */
  pullRequestNumber: number | null;
  author: { name: string; email: string | null };
  attemptFinishedAt: string;
};

type Row = Omit<DeliveryWork, "task" | "repository" | "warnings" | "author" | "attemptFinishedAt"> & {
  taskId: string;
  taskTitle: string;
  taskCreatedAt: Date;
  repository: unknown;
  warnings: unknown;
  authorName: string;
  authorEmail: string | null;
  attemptFinishedAt: Date;
};

/** Takes a queued delivery under a lease on the database's clock; null when there is nothing to take. */
export async function claimDelivery(
  db: Database,
  { deliveryId, leaseSeconds }: { deliveryId: string; leaseSeconds: number },
): Promise<DeliveryWork | null> {
  const [row] = await prismaOf(db).$queryRaw<Row[]>`
    WITH claimed AS (
      UPDATE "Delivery" SET state = 'publishing', epoch = epoch + 1, starts = starts + 1,
        "leaseUntil" = now() + make_interval(secs => ${leaseSeconds}::float8)
      WHERE id = ${deliveryId}::uuid AND state = 'queued' RETURNING *
    ), touched AS (UPDATE "Task" SET "updatedAt" = now() WHERE id IN (SELECT "taskId" FROM claimed))
    SELECT claimed.id AS "deliveryId", claimed."attemptId", claimed.epoch, claimed.kind::text AS kind, claimed.branch, claimed.title, claimed.body,
      claimed.draft, claimed."acceptWarnings", task.id AS "taskId", task.title AS "taskTitle", task."createdAt" AS "taskCreatedAt",
      to_jsonb(repository) AS repository, task."baseBranch", change."baseCommit", change.patch, change."headTree", change.warnings,
      (SELECT earlier.commit FROM "Delivery" earlier WHERE earlier."taskId" = task.id AND earlier.branch = claimed.branch
        AND earlier.state = 'delivered' ORDER BY earlier."finishedAt" DESC LIMIT 1) AS "previousCommit",
      (SELECT max(earlier."pullRequestNumber") FROM "Delivery" earlier WHERE earlier."taskId" = task.id
        AND earlier.branch = claimed.branch) AS "pullRequestNumber",
      author.name AS "authorName", author.email AS "authorEmail", attempt."finishedAt" AS "attemptFinishedAt"
    FROM claimed
      JOIN "Task" task ON task.id = claimed."taskId"
      JOIN "Repository" repository ON repository.id = task."repositoryId"
      JOIN "Attempt" attempt ON attempt.id = claimed."attemptId"
      JOIN "Change" change ON change."attemptId" = attempt.id
      JOIN "User" author ON author.id = claimed."createdById"`;
  return row === undefined ? null : toWork(row);
}

function toWork({ taskId, taskTitle, taskCreatedAt, authorName, authorEmail, ...row }: Row): DeliveryWork {
  return {
    ...row,
    task: { id: taskId, title: taskTitle, createdAt: iso(taskCreatedAt) },
    repository: toRepository(row.repository),
    warnings: z.array(ChangeWarning).parse(row.warnings),
    author: { name: authorName, email: authorEmail },
    attemptFinishedAt: iso(row.attemptFinishedAt),
  };
}
