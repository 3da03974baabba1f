import { AppError, UnavailableError } from "@slipway/core";
import { HTTPException } from "hono/http-exception";
import type { ApiContext } from "./api-context.ts";
import { databasePart } from "./database-part.ts";

/** An error that nobody threw on purpose, while Postgres does not answer, is told as what it is: try again later. */
export async function blameDatabase(context: Pick<ApiContext, "db">, error: unknown): Promise<unknown> {
  if (error instanceof AppError || error instanceof HTTPException) return error;
  const { ok, hint } = await databasePart(context);
  return ok ? error : new UnavailableError(`The database cannot be reached. ${hint} No task is lost.`, { cause: error });
}
