import { findApiKey, findSession } from "@slipway/db";
import type { Context, MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import { sessionCookieName } from "../server/session-cookie.ts";
import type { ApiContext, ApiEnv, Caller } from "./api-context.ts";
import { problemResponse } from "./problem-response.ts";

/** Routes that answer without a credential; every other route asks for one. */
export const PUBLIC_PATHS: ReadonlySet<string> = new Set(["/api/v1/health", "/api/v1/openapi.json"]);

export function authenticate(context: ApiContext): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const caller = await findCaller(context, c);
    if (caller !== null) c.set("caller", caller);
    else if (!PUBLIC_PATHS.has(c.req.path)) return refusal(c);
    await next();
  };
}

/** A key that is sent is the only credential looked at, so that a wrong one is never covered by a cookie. */
async function findCaller({ db, settings }: ApiContext, c: Context<ApiEnv>): Promise<Caller | null> {
  const authorization = c.req.header("authorization");
  if (authorization !== undefined) {
    const key = /^Bearer +([\x21-\x7E]{1,500})$/i.exec(authorization)?.[1];
    const found = key === undefined ? null : await findApiKey(db, { key });
    return found === null ? null : { ...found, via: "key" };
  }
  const token = getCookie(c, sessionCookieName({ url: c.req.url, port: settings.port }));
  const found = token === undefined ? null : await findSession(db, { token });
  return found === null ? null : { ...found, via: "session" };
}

function refusal(c: Context): Response {
  const detail =
    c.req.header("authorization") === undefined
      ? "Sign in first: open the link that npm start prints, or send an API key as Authorization: Bearer <key>."
      : "This API key is not known or was revoked.";
  return problemResponse(401, detail, { headers: { "www-authenticate": 'Bearer realm="slipway"' } });
}
