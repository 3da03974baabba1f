import { consumeLoginLink, createApiKey, createLoginLink, ensureOwner } from "@slipway/db";
import { withDatabase } from "@slipway/db/testing";
import { openQueue } from "@slipway/queue";
import pino from "pino";
import { readSettings } from "../../env.ts";
import { sessionCookieName } from "../../server/session-cookie.ts";
import type { ApiContext } from "../api-context.ts";
import { createApi } from "../create-api.ts";

const base = "http://localhost:3000";

/** The whole API on a database and a queue of its own, with a caller that has a key. The caller disposes. */
export async function openTestApi(environment: Record<string, string> = {}) {
  const database = await withDatabase({ maxConnections: 10 });
  const { db, url } = database;
  const queue = await openQueue({ databaseUrl: url });
  const { userId } = await ensureOwner(db, { name: "Owner" });
  const { key } = await createApiKey(db, { userId, name: "test" });
  const settings = readSettings({ DATABASE_URL: url, OPENAI_API_KEY: "not-used", ...environment });
  const context: ApiContext = {
    db,
    queue,
    log: pino({ level: "silent" }),
    settings,
    version: "0.0.0-test",
    closing: new AbortController().signal,
  };
  const api = createApi(context);

  /** A request as someone with a key sends it; a body is sent as JSON. */
  async function call(method: string, path: string, options: CallOptions = {}): Promise<Response> {
    const headers = new Headers({ authorization: `Bearer ${key}`, ...options.headers });
    const request: RequestInit = { method, headers };
    if (options.body !== undefined) {
      headers.set("content-type", "application/json");
      request.body = JSON.stringify(options.body);
    }
    return api.request(`${base}/api/v1${path}`, request);
  }

  /** A signed-in browser's cookie header. */
  async function signIn(): Promise<string> {
    const { token } = await createLoginLink(db, { ttlSeconds: 60 });
    const session = await consumeLoginLink(db, { token, sessionSeconds: 60 });
    if (session === null) throw new Error("The link did not sign in");
    return `${sessionCookieName({ url: base, port: settings.port })}=${session.sessionToken}`;
  }

  async function close(): Promise<void> {
    await queue[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  }
  return { api, context, userId, key, call, signIn, base, [Symbol.asyncDispose]: close };
}

export type CallOptions = { headers?: Record<string, string>; body?: unknown };
export type TestApi = Awaited<ReturnType<typeof openTestApi>>;

/** Fails loudly where an answer is not what the test builds on. */
export async function bodyOf<Body = Record<string, unknown>>(response: Response, status: number): Promise<Body> {
  const text = await response.text();
  if (response.status !== status) throw new Error(`Expected ${status}, got ${response.status}: ${text}`);
  return JSON.parse(text) as Body;
}
