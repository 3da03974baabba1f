import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import type { ApiContext, ApiEnv } from "../api-context.ts";
import { json, problems } from "../route-parts.ts";
import { Task } from "../schemas.ts";
import { submitSample } from "../submit-sample.ts";

const submit = createRoute({
  method: "post",
  path: "/sample",
  tags: ["Tasks"],
  summary: "Try the bundled sample: adds its repository and environment and sends its task",
  responses: { 201: json(Task, "The queued task"), ...problems },
});

export function sampleRoutes(context: ApiContext) {
  return new OpenAPIHono<ApiEnv>().openapi(submit, async (c) => {
    const task = await submitSample(context, c.get("caller"));
    return c.json(task, 201, { location: `/api/v1/tasks/${task.id}` });
  });
}
