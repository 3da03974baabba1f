import type { MiddlewareHandler } from "hono";
import type { ApiEnv } from "./api-context.ts";
import { problemResponse } from "./problem-response.ts";

const reading: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Keeps other sites from writing with a person's cookie. A browser that says neither where a request comes from
 * (Fetch Metadata) nor its Origin is refused.
 */
export const requireSameOrigin: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const facts = {
    site: c.req.header("sec-fetch-site"),
    origin: c.req.header("origin"),
    host: c.req.header("host") ?? new URL(c.req.url).host,
  };
  if (!reading.has(c.req.method) && c.get("caller")?.via === "session" && !isSameOrigin(facts)) {
    return problemResponse(403, "This request came from another site. Open the dashboard itself, or use an API key.");
  }
  await next();
};

export function isSameOrigin(facts: { site: string | undefined; origin: string | undefined; host: string }): boolean {
  if (facts.site !== undefined) return facts.site === "same-origin";
  if (facts.origin === undefined || !URL.canParse(facts.origin)) return false;
  return new URL(facts.origin).host === facts.host;
}
