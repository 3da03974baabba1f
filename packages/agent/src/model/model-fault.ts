import { APIConnectionError, APIError } from "openai";
import { rateLimitReset } from "./rate-limit-reset.ts";

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
    this.fault = { kind, detail, retryAfterMs: null };
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
  const detail = bounded(error.message);
  const kind = apiFaultKind(error);
  const waits = kind === "rate_limited" || kind === "unavailable";
  return { kind, detail, retryAfterMs: waits ? rateLimitReset(error.headers, Date.now()) : null };
}

const quotaCodes = new Set(["insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "usage_limit_reached"]);

function apiFaultKind(error: APIError): ModelFault["kind"] {
  const code = error.code ?? error.type ?? "";
  if (quotaCodes.has(code) || quotaCodes.has(error.type ?? "") || error.status === 402) return "quota";
  if (code === "context_length_exceeded" || isTooLong(error)) return "context_exceeded";
  if (code === "rate_limit_exceeded") return "rate_limited";
  // An `error` event inside a stream has no status; the turn is asked for again.
  if (error.status === undefined) return "unavailable";
  return kindOfStatus(error.status);
}

/** Compatible servers have no code for it. */
const tooLong = /context (?:length|window|size)|maximum context|prompt is too long|input is too long|too many (?:input )?tokens/i;

function isTooLong({ status, message }: APIError): boolean {
  return status === 413 || ((status === 400 || status === 422) && tooLong.test(message));
}

function kindOfStatus(status: number): ModelFault["kind"] {
  if (status === 401 || status === 403) return "unauthorized";
  if (status === 404) return "not_found";
  if (status === 429) return "rate_limited";
  if (status === 408 || status === 409 || status >= 500) return "unavailable";
  return "rejected";
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
