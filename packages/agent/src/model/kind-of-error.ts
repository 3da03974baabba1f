import { isContextOverflow } from "./is-context-overflow.ts";
import type { ModelFault } from "./model-fault.ts";

/** An error object as a server wrote it; `httpStatus` is its answer's, which an error within a stream has none of. */
export type ServerError = { httpStatus: number | undefined; code?: unknown; type?: unknown; status?: unknown; message: string };

type Kind = ModelFault["kind"];

const kindOfWord = new Map<string, Kind>([
  ["insufficient_quota", "quota"],
  ["billing_hard_limit_reached", "quota"],
  ["billing_not_active", "quota"],
  ["usage_limit_reached", "quota"],
  ["rate_limit_exceeded", "rate_limited"],
  ["rate_limit_error", "rate_limited"],
  ["too_many_requests", "rate_limited"],
  ["invalid_api_key", "unauthorized"],
  ["authentication_error", "unauthorized"],
  ["permission_error", "unauthorized"],
  ["invalid_prompt", "rejected"],
  ["invalid_request_error", "rejected"],
]);

/**
 * What kind of fault an error is. Within a stream OpenRouter, vLLM, llama.cpp and Gemini give the HTTP status that they could not send
 * as a number in `code` or `status`; one that says neither that nor a known word is trouble of the server.
 */
export function kindOfError(error: ServerError): Kind {
  const words = [error.code, error.type, error.status].filter((word) => typeof word === "string");
  const kinds = words.flatMap((word) => kindOfWord.get(word) ?? []);
  const status = error.httpStatus ?? statusIn(error.code) ?? statusIn(error.status);
  if (kinds.includes("quota") || status === 402) return "quota";
  if (isContextOverflow({ status, words, message: error.message })) return "context_exceeded";
  if (kinds.includes("rate_limited")) return "rate_limited";
  return status === undefined ? (kinds[0] ?? "unavailable") : kindOfStatus(status);
}

function statusIn(value: unknown): number | undefined {
  return /^[45]\d\d$/.test(String(value)) ? Number(value) : undefined;
}

function kindOfStatus(status: number): Kind {
  if (status === 401 || status === 403) return "unauthorized";
  if (status === 404) return "not_found";
  if (status === 429) return "rate_limited";
  if (status === 408 || status === 409 || status >= 500) return "unavailable";
  return "rejected";
}
