import { AppError, type AttemptFailure } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";
import { liveStates } from "../connection/state-sql.ts";
import { finishAttempt } from "./finish-attempt.ts";
import { requeueAttempt } from "./requeue-attempt.ts";

export type Sweep = { requeued: string[]; failed: string[]; cancelled: string[]; runnable: string[] };

type Expired = { id: string; epoch: number; starts: number; cancelRequested: boolean };

/**
 * Looks after attempts whose worker is gone: an expired lease is requeued, or at `maxStarts` failed as `worker_lost`.
 * `runnable` are queued attempts that have waited for more than a few seconds and should be rung again. Any number of
 * processes may sweep at once: each attempt is moved by one of them.
 */
export async function sweepAttempts(db: Database, { maxStarts }: { maxStarts: number }): Promise<Sweep> {
  const sweep: Sweep = { requeued: [], failed: [], cancelled: [], runnable: [] };
  const expired = await prismaOf(db).$queryRaw<Expired[]>`
    SELECT id, epoch, starts, "cancelRequestedAt" IS NOT NULL AS "cancelRequested"
    FROM "Attempt" WHERE state IN ${liveStates} AND "leaseUntil" < now() ORDER BY "leaseUntil" LIMIT 200`;
  for (const attempt of expired) {
    const moved = await moveExpired(db, attempt, maxStarts);
    if (moved !== null) sweep[moved].push(attempt.id);
  }
  const waiting = await prismaOf(db).$queryRaw<{ id: string }[]>`
    SELECT id FROM "Attempt" WHERE state = 'queued' AND "cancelRequestedAt" IS NULL AND "createdAt" < now() - interval '5 seconds'
    ORDER BY "createdAt", id LIMIT 200`;
  sweep.runnable = waiting.map((attempt) => attempt.id);
  return sweep;
}

async function moveExpired(db: Database, attempt: Expired, maxStarts: number): Promise<"requeued" | "failed" | "cancelled" | null> {
  const held = { attemptId: attempt.id, epoch: attempt.epoch };
  if (attempt.starts >= maxStarts && !attempt.cancelRequested) return (await giveUp(db, held, attempt.starts)) ? "failed" : null;
  const reason = "The worker that had this attempt stopped answering.";
  const state = await requeueAttempt(db, { ...held, reason, cause: "lease_expired" });
  return state === "queued" ? "requeued" : state;
}

/** False when the attempt was renewed or ended meanwhile. */
async function giveUp(db: Database, held: { attemptId: string; epoch: number }, starts: number): Promise<boolean> {
  const failure: AttemptFailure = {
    code: "worker_lost",
    message: `The worker stopped answering in ${starts} of ${starts} starts.`,
    hint: "See the worker's log for the cause, then retry the task.",
    log: null,
  };
  try {
    await finishAttempt(db, { ...held, ending: { kind: "failed", failure }, change: null, verifications: [], onlyExpired: true });
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === "conflict") return false;
    throw error;
  }
}
