import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import type { ApiContext, ApiEnv } from "../api-context.ts";
import { readModels } from "../model/read-models.ts";
import { json, problems } from "../route-parts.ts";
import { Models } from "../schemas.ts";

const read = createRoute({
  method: "get",
  path: "/models",
  tags: ["Models"],
  summary: "The models of every provider, and which one works on a task that names none",
  responses: { 200: json(Models, "The models"), ...problems },
});

export function modelRoutes(context: ApiContext) {
  return new OpenAPIHono<ApiEnv>().openapi(read, async (c) => c.json(await readModels(context), 200));
}
