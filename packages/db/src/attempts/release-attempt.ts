import type { Database } from "../connection/connection.ts";
import { fencedOff } from "../connection/missing.ts";
import { requeueAttempt } from "./requeue-attempt.ts";

/**
 * The worker itself gives an attempt back: it drains, which does not count as a start, or the start broke, which does. Returns
 * `cancelled` when a person had asked to stop. Throws ConflictError once the attempt is not held with `epoch`.
 */
export async function releaseAttempt(
  db: Database,
  { attemptId, epoch, reason, cause }: { attemptId: string; epoch: number; reason: string; cause: "drained" | "broken" },
): Promise<"queued" | "cancelled"> {
  const state = await requeueAttempt(db, { attemptId, epoch, reason, cause });
  if (state === null) throw fencedOff({ attemptId, epoch });
  return state;
}
