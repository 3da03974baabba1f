import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { Id } from "@slipway/core";
import { getTask, pickAttempt, requestJudgement } from "@slipway/db";
import type { ApiContext, ApiEnv } from "../api-context.ts";
import { announceTask } from "../deliver-outbox.ts";
import { IdParams, json, jsonBody, problems } from "../route-parts.ts";
import { Task } from "../schemas.ts";

const PickInput = z.strictObject({ attemptId: Id.nullable() });

const pick = createRoute({
  method: "post",
  path: "/turns/{id}/pick",
  tags: ["Tasks"],
  summary: "Say which of a turn's attempts goes on; null takes the choice back until a follow-up builds on it",
  request: { params: IdParams, body: jsonBody(PickInput) },
  responses: { 200: json(Task, "The task as it is now"), ...problems },
});

const judge = createRoute({
  method: "post",
  path: "/turns/{id}/judgement",
  tags: ["Tasks"],
  summary: "Have the task's model compare a turn's attempts; it costs tokens, and must prove its reasons",
  request: { params: IdParams },
  responses: { 202: json(Task, "The task; the judgement follows with its turn"), ...problems },
});

export function turnRoutes(context: ApiContext) {
  const { db } = context;
  return new OpenAPIHono<ApiEnv>()
    .openapi(pick, async (c) => {
      const { taskId } = await pickAttempt(db, { turnId: c.req.valid("param").id, attemptId: c.req.valid("json").attemptId });
      announceTask(context, taskId);
      return c.json(await getTask(db, { taskId }), 200);
    })
    .openapi(judge, async (c) => {
      const { taskId } = await requestJudgement(db, { turnId: c.req.valid("param").id });
      announceTask(context, taskId);
      return c.json(await getTask(db, { taskId }), 202);
    });
}
