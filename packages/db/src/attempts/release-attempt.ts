import type { Database } from "../connection/connection.ts";
import { fencedOff } from "../connection/missing.ts";
import { requeueAttempt } from "./requeue-attempt.ts";

/**
 * The worker itself gives an attempt back (it drains, or its Docker is gone), which does not count as a start. Returns
 * `cancelled` when a person had asked to stop. Throws ConflictError once the attempt is not held with `epoch`.
 */
export async function releaseAttempt(
  db: Database,
  { attemptId, epoch, reason }: { attemptId: string; epoch: number; reason: string },
): Promise<"queued" | "cancelled"> {
  const state = await requeueAttempt(db, { attemptId, epoch, reason, cause: "given_up" });
  if (state === null) throw fencedOff({ attemptId, epoch });
  return state;
}
