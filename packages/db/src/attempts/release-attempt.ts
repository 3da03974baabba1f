import type { Database } from "../connection/connection.ts";
import { fencedOff } from "../connection/missing.ts";
import { type Requeue, requeueAttempt } from "./requeue-attempt.ts";

/**
 * The worker itself gives an attempt back: it drains, which does not count as a start, or the start broke, which does. A `change` is stored with it. Returns
 * `cancelled` when a person had asked to stop. Throws ConflictError once the attempt is not held with `epoch`.
 */
export async function releaseAttempt(
  db: Database,
  released: Omit<Requeue, "cause"> & { cause: "drained" | "broken" },
): Promise<"queued" | "cancelled"> {
  const state = await requeueAttempt(db, released);
  if (state === null) throw fencedOff(released);
  return state;
}
