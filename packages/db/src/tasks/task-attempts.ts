import {
  type Attempt,
  AttemptFailure,
  ChangeWarning,
  FileChange,
  Phase,
  SnapshotUse,
  Summary,
  Usage,
  Verification,
  Waiting,
} from "@slipway/core";
import { z } from "zod";
import { iso, isoOrNull } from "../connection/iso.ts";
import type { Prisma } from "../generated/client.ts";
import { phaseTimes } from "./phase-times.ts";

const Row = z.object({
  usage: Usage,
  summary: Summary.nullable(),
  cardTasks: z.array(z.object({ index: z.int(), taskId: z.string() })).nullable(),
  failure: AttemptFailure.nullable(),
  waiting: Waiting.nullable(),
  snapshot: SnapshotUse.nullable(),
  marks: z.array(z.object({ phase: Phase.nullable().catch(null), at: z.string() })).nullable(),
  verifications: z.array(Verification).nullable(),
  change: z
    .object({
      baseCommit: z.string(),
      headTree: z.string(),
      patchBytes: z.int(),
      stats: z.object({ files: z.int(), additions: z.int(), deletions: z.int() }),
      files: z.array(FileChange),
      warnings: z.array(ChangeWarning),
    })
    .nullable(),
});

type AttemptRow = Pick<Attempt, "id" | "index" | "state" | "cancelRequested" | "model" | "demo" | "queuePosition" | "lastSeq"> & {
  turnId: string;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  sandboxKeptUntil: Date | null;
};

/** The attempts of a task's turns as the API shows them, in order, without patches and logs. */
export async function taskAttempts(tx: Prisma.TransactionClient, taskId: string): Promise<(Attempt & { turnId: string })[]> {
  const rows = await tx.$queryRaw<AttemptRow[]>`
    SELECT attempt.id, attempt."turnId", attempt.index, attempt.state::text AS state, attempt."cancelRequestedAt" IS NOT NULL AS "cancelRequested",
      task.model, task.demo, attempt."lastSeq", attempt."createdAt", attempt."startedAt", attempt."finishedAt",
      attempt.usage, attempt.summary, attempt.failure, attempt.waiting, attempt."snapshotUse" AS snapshot,
      CASE WHEN attempt."sandboxKeptUntil" > now() THEN attempt."sandboxKeptUntil" END AS "sandboxKeptUntil",
      CASE WHEN attempt.state = 'queued' THEN (SELECT count(*)::int + 1 FROM "Attempt" ahead
        WHERE ahead.state = 'queued' AND (ahead."createdAt", ahead.id) < (attempt."createdAt", attempt.id)) END AS "queuePosition",
      (SELECT jsonb_agg(jsonb_build_object('phase', body->'phase', 'at', at) ORDER BY seq) FROM "Event"
        WHERE "attemptId" = attempt.id AND type IN ('phase.entered', 'attempt.claimed', 'attempt.waiting', 'attempt.ended')) AS marks,
      (SELECT jsonb_agg(jsonb_build_object('index', made."cardIndex", 'taskId', made.id) ORDER BY made."cardIndex") FROM "Task" made
        WHERE made."cardAttemptId" = attempt.id) AS "cardTasks",
      (SELECT jsonb_agg(jsonb_build_object('id', id, 'name', name, 'command', command, 'side', side, 'outcome', outcome, 'reason', reason,
          'target', target, 'exitCode', "exitCode", 'durationMs', "durationMs", 'tests', tests, 'flaky', flaky, 'logBytes', octet_length(log), 'cached', cached) ORDER BY position, side)
        FROM "Verification" WHERE "attemptId" = attempt.id) AS verifications,
      (SELECT jsonb_build_object('baseCommit', "baseCommit", 'headTree', "headTree", 'patchBytes', octet_length(patch), 'files', files,
          'warnings', warnings, 'stats', jsonb_build_object('files', jsonb_array_length(files), 'additions', additions, 'deletions', deletions))
        FROM "Change" WHERE "attemptId" = attempt.id) AS change
    FROM "Attempt" attempt JOIN "Turn" turn ON turn.id = attempt."turnId" JOIN "Task" task ON task.id = turn."taskId"
    WHERE task.id = ${taskId}::uuid ORDER BY turn.index, attempt.index`;
  return rows.map(toAttempt);
}

function toAttempt(row: AttemptRow): Attempt & { turnId: string } {
  const { marks, verifications, cardTasks, ...parsed } = Row.parse(row);
  const finishedAt = isoOrNull(row.finishedAt);
  return {
    id: row.id,
    turnId: row.turnId,
    index: row.index,
    state: row.state,
    cancelRequested: row.cancelRequested,
    model: row.model,
    demo: row.demo,
    queuePosition: row.queuePosition,
    lastSeq: row.lastSeq,
    ...parsed,
    verifications: verifications ?? [],
    cardTasks: cardTasks ?? [],
    phases: phaseTimes(marks ?? [], finishedAt),
    createdAt: iso(row.createdAt),
    startedAt: isoOrNull(row.startedAt),
    sandboxKeptUntil: isoOrNull(row.sandboxKeptUntil),
    finishedAt,
  };
}
