import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import { getTask, resumeAttempt } from "@slipway/db";
import type { ApiContext, ApiEnv } from "../api-context.ts";
import { announceTask } from "../deliver-outbox.ts";
import { IdParams, json, jsonBody, problems } from "../route-parts.ts";
import { ResumeAttemptInput, Task } from "../schemas.ts";

const resume = createRoute({
  method: "post",
  path: "/attempts/{id}/resume",
  tags: ["Attempts"],
  summary: "Let a waiting attempt go on: with more of a limit that is used up, without an answer, or before a provider's reset",
  request: { params: IdParams, body: jsonBody(ResumeAttemptInput) },
  responses: { 200: json(Task, "The task as it is now"), ...problems },
});

export function resumeRoutes(context: ApiContext) {
  return new OpenAPIHono<ApiEnv>().openapi(resume, async (c) => {
    const { taskId } = await resumeAttempt(context.db, { attemptId: c.req.valid("param").id, input: c.req.valid("json") });
    announceTask(context, taskId);
    return c.json(await getTask(context.db, { taskId }), 200);
  });
}
