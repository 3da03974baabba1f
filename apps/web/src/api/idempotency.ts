import { createHash } from "node:crypto";
import { beginIdempotent, endIdempotent } from "@slipway/db";
import type { Context, MiddlewareHandler } from "hono";
import type { ApiContext, ApiEnv } from "./api-context.ts";
import { problemResponse } from "./problem-response.ts";

/**
 * A write that repeats its `Idempotency-Key` gets the first answer again (draft-ietf-httpapi-idempotency-key-header).
 * Every answer is kept, refusals too; only a GET does not look at the header.
 */
export function idempotency({ db }: ApiContext): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const key = c.req.header("idempotency-key");
    if (key === undefined || c.req.method === "GET") return next();
    if (!/^[\x21-\x7E]{1,255}$/.test(key)) return problemResponse(400, "Idempotency-Key has 1 to 255 visible ASCII characters.");
    const owned = { userId: c.get("caller").userId, key };
    const begun = await beginIdempotent(db, { ...owned, requestHash: await hashRequest(c) });
    switch (begun.kind) {
      case "replay":
        return replay(begun.status, begun.response);
      case "mismatch":
        return problemResponse(422, "This Idempotency-Key was used for a different request. Use a new key.");
      case "busy":
        return problemResponse(409, "The first request with this Idempotency-Key is still under way. Send it again in a moment.", {
          headers: { "retry-after": "1" },
        });
      case "new":
        await next();
        await endIdempotent(db, { ...owned, status: c.res.status, response: await storedBody(c.res) });
    }
  };
}

async function hashRequest(c: Context<ApiEnv>): Promise<string> {
  return createHash("sha256")
    .update(`${c.req.method} ${c.req.path}\n`)
    .update(new Uint8Array(await c.req.arrayBuffer()))
    .digest("hex");
}

async function storedBody(response: Response): Promise<unknown> {
  const text = await response.clone().text();
  return text === "" ? null : JSON.parse(text);
}

function replay(status: number, response: unknown): Response {
  const type = status >= 400 ? "application/problem+json" : "application/json";
  const body = response === null ? null : JSON.stringify(response);
  return new Response(body, { status, headers: { "idempotency-replayed": "true", ...(body === null ? {} : { "content-type": type }) } });
}
