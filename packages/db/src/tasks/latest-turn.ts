import type { AttemptState } from "@slipway/core";
import { missing } from "../connection/missing.ts";
import type { Prisma } from "../generated/client.ts";

export type LatestTurn = { id: string; index: number; states: AttemptState[] };

/**
 * The task's latest turn with its attempts' states, held still until the transaction ends: an attempt that is about to
 * finish does so before or after, not in between. Throws NotFoundError.
 */
export async function latestTurn(tx: Prisma.TransactionClient, taskId: string): Promise<LatestTurn> {
  const [turn] = await tx.$queryRaw<{ id: string; index: number }[]>`
    SELECT id, index FROM "Turn" WHERE "taskId" = ${taskId}::uuid ORDER BY index DESC LIMIT 1`;
  if (turn === undefined) throw missing("task", taskId);
  const attempts = await tx.$queryRaw<{ state: AttemptState }[]>`
    SELECT state::text AS state FROM "Attempt" WHERE "turnId" = ${turn.id}::uuid ORDER BY id FOR SHARE`;
  return { ...turn, states: attempts.map((attempt) => attempt.state) };
}
