import { NotFoundError } from "@slipway/core";
import { type AttemptFacts, findAttempt } from "@slipway/db";
import type { ApiContext } from "./api-context.ts";

/** Throws NotFoundError naming the id. */
export async function requireAttempt({ db }: Pick<ApiContext, "db">, attemptId: string): Promise<AttemptFacts> {
  const attempt = await findAttempt(db, { attemptId });
  if (attempt === null) throw new NotFoundError(`There is no attempt ${attemptId}.`);
  return attempt;
}
