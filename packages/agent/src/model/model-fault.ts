import { APIConnectionError, APIError } from "openai";
import { kindOfError } from "./kind-of-error.ts";
import { rateLimitReset } from "./rate-limit-reset.ts";
import { retryAfter } from "./retry-after.ts";

/** What went wrong with one request, as far as a retry decision needs to know. */
export type ModelFault = {
  kind:
    | "unauthorized"
    | "quota"
    | "rate_limited"
    | "unavailable"
    | "unreachable"
    | "stalled"
    | "broken_reply"
    | "not_a_stream"
    | "context_exceeded"
    | "not_found"
    | "rejected";
  detail: string;
  /** What the provider asked us to wait, where it did. */
  retryAfterMs: number | null;
};

/** Thrown inside an adapter for faults that are no exception of the SDK: a stall, a cut, a wrong content type. */
export class ModelFaultError extends Error {
  readonly fault: ModelFault;

  constructor(kind: ModelFault["kind"], detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.name = "ModelFaultError";
    this.fault = { kind, detail: bounded(detail), retryAfterMs: null };
  }
}

/** Names the fault of anything thrown by the SDK, by undici or by the adapter. */
export function faultOf(error: unknown): ModelFault {
  if (error instanceof ModelFaultError) return error.fault;
  if (error instanceof APIConnectionError) return { kind: "unreachable", detail: rootMessage(error), retryAfterMs: null };
  if (error instanceof APIError) return apiFault(error);
  return { kind: "broken_reply", detail: rootMessage(error), retryAfterMs: null };
}

function apiFault(error: APIError): ModelFault {
  const { code, type, status: httpStatus, message } = error;
  const kind = kindOfError({ httpStatus, code, type, status: statusOfBody(error), message });
  return { kind, detail: bounded(message), retryAfterMs: askedWait(kind, error.headers) };
}

/** A server in trouble knows no better than we do when that ends, and what it tells of budgets is not the reason. */
const longestTroubleMs = 10 * 60_000;

function askedWait(kind: ModelFault["kind"], headers: Headers | undefined): number | null {
  if (kind === "rate_limited") return rateLimitReset(headers, Date.now());
  const asked = kind === "unavailable" ? retryAfter(headers, Date.now()) : null;
  return asked === null ? null : Math.min(asked, longestTroubleMs);
}

/** What came as the error may be any JSON. */
function statusOfBody({ error }: APIError): unknown {
  return typeof error === "object" && error !== null && "status" in error ? error.status : undefined;
}

/** The innermost cause names what happened (ECONNREFUSED, terminated); the outer ones only say that something did. */
function rootMessage(error: unknown): string {
  let current = error;
  while (current instanceof Error && current.cause instanceof Error) current = current.cause;
  if (current instanceof AggregateError && current.errors[0] instanceof Error) current = current.errors[0];
  return bounded(current instanceof Error ? current.message || current.name : String(current));
}

function bounded(text: string): string {
  return text.length > 500 ? `${text.slice(0, 500)}…` : text;
}
