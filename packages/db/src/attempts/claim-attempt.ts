import { connectionOf, type Database } from "../connection/connection.ts";
import { touchTasks } from "../connection/event-sql.ts";
import { acceptingStates, leadingFirst, targetLiteral } from "../connection/state-sql.ts";
import { imagesWhere } from "../images/images-where.ts";
import type { AttemptWork } from "./attempt-work.ts";
import { heardIn } from "./hearing-sql.ts";
import { type ClaimedRow, toAttemptWork } from "./to-attempt-work.ts";

/**
 * Takes a queued attempt for `workerId` under a lease on the database's clock. Null when there is nothing to take:
 * another worker has it, it is finished, or it is cancelled. One statement, so of two claims at once one wins.
 */
export async function claimAttempt(
  db: Database,
  { attemptId, workerId, leaseSeconds }: { attemptId: string; workerId: string; leaseSeconds: number },
): Promise<AttemptWork | null> {
  const [row] = await connectionOf(db).prisma.$queryRaw<ClaimedRow[]>`
    WITH claimed AS (
      UPDATE "Attempt" SET state = ${targetLiteral("claim")}, epoch = epoch + 1, starts = starts + 1,
        "workerId" = ${workerId}, "leaseUntil" = now() + make_interval(secs => ${leaseSeconds}::float8),
        "startedAt" = coalesce("startedAt", now()), "sandboxKeptUntil" = NULL, "lastSeq" = "lastSeq" + 1
      WHERE id = ${attemptId}::uuid AND state IN ${acceptingStates("claim")} AND "cancelRequestedAt" IS NULL
      RETURNING id, "turnId", epoch, index, starts, "lastSeq", "createdAt", limits, "sandboxId", "sandboxEngineId"
    ), announced AS (
      INSERT INTO "Event" ("attemptId", seq, type, body)
      SELECT id, "lastSeq", 'attempt.claimed', jsonb_build_object('type', 'attempt.claimed', 'workerId', ${workerId}::text, 'epoch', epoch)
      FROM claimed
    ), touched AS (${touchTasks("claimed")})
    SELECT claimed.id AS "attemptId", claimed."turnId", claimed.epoch, claimed.index, claimed.starts, claimed."createdAt",
      turn.text AS prompt, turn.comments, ${imagesWhere('"Image"."turnId" = turn.id')} AS images, task.id AS "taskId", task.mode::text AS mode, task."baseBranch", task."baseCommit",
      task.model, task.demo, task."providerId", task.effort, task.limits, claimed.limits AS granted, creator.name AS "userName", to_jsonb(repository) AS repository,
      (SELECT jsonb_agg(jsonb_build_object('text', earlier.text, 'comments', earlier.comments, 'images', ${imagesWhere('"Image"."turnId" = earlier.id')},
          'messages', ${heardIn("earlier")}, 'summary',
          (SELECT lead.summary FROM "Attempt" lead WHERE lead."turnId" = earlier.id ORDER BY ${leadingFirst("lead")} LIMIT 1)
        ) ORDER BY earlier.index)
        FROM "Turn" earlier WHERE earlier."taskId" = task.id AND earlier.index < turn.index) AS history,
      (SELECT change.patch FROM "Turn" earlier
        JOIN LATERAL (SELECT lead.id FROM "Attempt" lead WHERE lead."turnId" = earlier.id ORDER BY ${leadingFirst("lead")} LIMIT 1) lead ON true
        JOIN "Change" change ON change."attemptId" = lead.id
        WHERE earlier."taskId" = task.id AND earlier.index < turn.index ORDER BY earlier.index DESC LIMIT 1) AS "previousPatch",
      (SELECT patch FROM "Change" WHERE "attemptId" = claimed.id) AS "storedPatch",
      coalesce((SELECT jsonb_build_object('id', claimed."sandboxId", 'engineId', claimed."sandboxEngineId", 'warmOf', NULL)
          WHERE claimed."sandboxId" IS NOT NULL AND claimed."sandboxEngineId" IS NOT NULL),
        (SELECT jsonb_build_object('id', lead."sandboxId", 'engineId', lead."sandboxEngineId", 'warmOf', lead.id) FROM "Turn" earlier
          JOIN LATERAL (SELECT * FROM "Attempt" lead WHERE lead."turnId" = earlier.id ORDER BY ${leadingFirst("lead")} LIMIT 1) lead ON true
          WHERE earlier."taskId" = task.id AND earlier.index = turn.index - 1 AND lead.state = 'succeeded'
            AND lead."sandboxId" IS NOT NULL AND lead."sandboxKeptUntil" > now())) AS sandbox,
      (SELECT jsonb_agg(own.id) FROM "Attempt" own JOIN "Turn" turn ON turn.id = own."turnId" WHERE turn."taskId" = task.id) AS "taskAttemptIds",
      to_jsonb(environment) AS environment,
      (SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('name', name, 'command', command, 'timeoutSeconds', "timeoutSeconds", 'report', report)) ORDER BY position)
        FROM "Check" WHERE "environmentId" = environment.id) AS checks
    FROM claimed
      JOIN "Turn" turn ON turn.id = claimed."turnId"
      JOIN "Task" task ON task.id = turn."taskId"
      JOIN "User" creator ON creator.id = task."createdById"
      JOIN "Repository" repository ON repository.id = task."repositoryId"
      LEFT JOIN "Environment" environment ON environment.id = task."environmentId"`;
  return row === undefined ? null : toAttemptWork(row);
}
