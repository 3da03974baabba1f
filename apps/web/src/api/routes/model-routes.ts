import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import type { ApiContext, ApiEnv } from "../api-context.ts";
import { json, problems } from "../route-parts.ts";
import { DEMO_MODEL } from "../submit-task.ts";

/** `demo`: no model is connected, so replies come from the bundled script. */
const Models = z.object({ default: z.string(), api: z.enum(["responses", "chat"]), demo: z.boolean() });

const read = createRoute({
  method: "get",
  path: "/models",
  tags: ["Models"],
  summary: "Which model works on a task that names none",
  responses: { 200: json(Models, "The default"), ...problems },
});

export function modelRoutes({ settings: { model } }: ApiContext) {
  return new OpenAPIHono<ApiEnv>().openapi(read, (c) =>
    c.json({ default: model.connected ? model.name : DEMO_MODEL, api: model.api, demo: !model.connected }, 200),
  );
}
