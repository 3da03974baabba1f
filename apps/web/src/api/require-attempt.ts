import { findAttempt } from "@slipway/db";
import type { ApiContext } from "./api-context.ts";

/** The attempt's task; throws NotFoundError naming the id. */
export async function requireAttempt({ db }: ApiContext, attemptId: string): Promise<{ taskId: string }> {
  return findAttempt(db, { attemptId });
}
