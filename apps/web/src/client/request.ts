import type { z } from "zod";
import { ApiError, readApiError } from "./api-error.ts";

type RequestOptions = { method?: "GET" | "POST" | "PATCH" | "DELETE"; body?: unknown; signal?: AbortSignal };

/** Calls the REST API and parses the answer; throws an ApiError with what to tell the person. */
export async function requestJson<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  options: RequestOptions = {},
): Promise<z.output<Schema>> {
  const response = await send(path, options);
  const text = await response.text();
  const parsed = schema.safeParse(text === "" ? null : JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new ApiError(`The server's answer to ${path} has another shape than this page expects. Reload the page.`, response.status);
}

export async function requestText(path: string, options: RequestOptions = {}): Promise<string> {
  return (await send(path, options)).text();
}

async function send(path: string, { method = "GET", body, signal }: RequestOptions): Promise<Response> {
  const init: RequestInit = {
    method,
    headers: body === undefined ? {} : { "content-type": "application/json" },
    credentials: "same-origin",
  };
  if (body !== undefined) init.body = JSON.stringify(body);
  if (signal !== undefined) init.signal = signal;
  const response = await fetch(`/api/v1${path}`, init).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new ApiError("The server cannot be reached. Check that Slipway is running.", 0);
  });
  if (response.status === 401) window.location.assign("/login");
  if (!response.ok) throw await readApiError(response);
  return response;
}
