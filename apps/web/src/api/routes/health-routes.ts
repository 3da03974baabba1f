import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import type { ApiContext, ApiEnv } from "../api-context.ts";
import { readHealth } from "../read-health.ts";
import { json } from "../route-parts.ts";
import { Health } from "../schemas.ts";

const read = createRoute({
  method: "get",
  path: "/health",
  tags: ["Health"],
  summary: "Whether tasks can run; the details for those who are signed in. Answers 200 as long as the process serves",
  security: [],
  responses: { 200: json(z.union([Health, z.object({ ok: z.boolean() })]), "Health") },
});

export function healthRoutes(context: ApiContext) {
  return new OpenAPIHono<ApiEnv>().openapi(read, async (c) => {
    const health = await readHealth(context);
    return c.json(c.get("caller") === undefined ? { ok: health.ok } : health, 200);
  });
}
