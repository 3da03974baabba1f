import { randomUUID } from "node:crypto";
import { AppError, type ErrorCode, InvalidInputError } from "@slipway/core";
import { HTTPException } from "hono/http-exception";
import type { Logger } from "pino";
import { problemResponse } from "./problem-response.ts";

/** What a thrown error becomes over HTTP. The message of an unknown one stays in the log, under the reference that is shown. */
export function answerError(error: unknown, log: Logger): Response {
  if (error instanceof AppError) {
    const errors = error instanceof InvalidInputError ? error.fields : [];
    if (error.code === "unavailable") log.warn({ err: error }, error.message);
    return problemResponse(statusOf(error.code), error.message, { errors, headers: error.retryable ? { "retry-after": "5" } : {} });
  }
  if (error instanceof HTTPException) return problemResponse(error.status, httpDetail(error));
  const reference = randomUUID();
  log.error({ err: error, reference }, "A request failed for an unknown reason");
  return problemResponse(500, `Something went wrong here. The server's log says more under the reference ${reference}.`);
}

function statusOf(code: ErrorCode): 400 | 403 | 404 | 409 | 503 {
  switch (code) {
    case "invalid":
      return 400;
    case "forbidden":
      return 403;
    case "not_found":
      return 404;
    case "conflict":
      return 409;
    case "unavailable":
      return 503;
  }
}

function httpDetail(error: HTTPException): string {
  if (error.status === 415) return "Send the body as JSON, with content-type: application/json.";
  if (error.status === 400) return "The body is not valid JSON.";
  return error.message;
}
