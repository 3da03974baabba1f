import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import { deleteMessage, editMessage, getTask } from "@slipway/db";
import type { ApiContext, ApiEnv } from "../api-context.ts";
import { announceTask } from "../deliver-outbox.ts";
import { IdParams, json, jsonBody, problems } from "../route-parts.ts";
import { EditMessageInput, Task } from "../schemas.ts";

const tags = ["Tasks"];

const edit = createRoute({
  method: "patch",
  path: "/messages/{id}",
  tags,
  summary: "Rewrite a message that the agent has not read",
  request: { params: IdParams, body: jsonBody(EditMessageInput) },
  responses: { 200: json(Task, "The task as it is now"), ...problems },
});

const remove = createRoute({
  method: "delete",
  path: "/messages/{id}",
  tags,
  summary: "Take back a message that the agent has not read",
  request: { params: IdParams },
  responses: { 200: json(Task, "The task as it is now"), ...problems },
});

export function queuedMessageRoutes(context: ApiContext) {
  const { db } = context;
  const answer = async ({ taskId }: { taskId: string }) => {
    announceTask(context, taskId);
    return getTask(db, { taskId });
  };
  return new OpenAPIHono<ApiEnv>()
    .openapi(edit, async (c) => {
      const { text } = c.req.valid("json");
      return c.json(await answer(await editMessage(db, { messageId: c.req.valid("param").id, text })), 200);
    })
    .openapi(remove, async (c) => c.json(await answer(await deleteMessage(db, { messageId: c.req.valid("param").id })), 200));
}
