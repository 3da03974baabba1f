import { STATUS_CODES } from "node:http";
import type { InvalidField, Problem } from "@slipway/core";

/** RFC 9457. `detail` is one clear sentence; `errors` names each faulty field. */
export function problemResponse(
  status: number,
  detail: string,
  options: { errors?: readonly InvalidField[]; headers?: Record<string, string> } = {},
): Response {
  const title = STATUS_CODES[status] ?? "Error";
  const problem: Problem = { type: `urn:slipway:problem:${title.toLowerCase().replaceAll(/[^a-z]+/g, "-")}`, title, status, detail };
  if (options.errors !== undefined && options.errors.length > 0) problem.errors = [...options.errors];
  return new Response(JSON.stringify(problem), {
    status,
    headers: { "content-type": "application/problem+json; charset=utf-8", ...options.headers },
  });
}
