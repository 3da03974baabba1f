import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { addMessage, getTask } from "@slipway/db";
import type { ApiContext, ApiEnv } from "../api-context.ts";
import { announceTask } from "../deliver-outbox.ts";
import { refuseUnseenImages } from "../model/refuse-unseen-images.ts";
import { quoteComments } from "../quote-comments.ts";
import { IdParams, json, jsonBody, problems } from "../route-parts.ts";
import { CreateMessageInput, Task } from "../schemas.ts";

/** `steering`: it joins the attempt before the next model call. `answer`: an attempt that had asked goes on with it. `turn`: it set off new work. */
const SentMessage = z.object({ kind: z.enum(["steering", "answer", "turn"]), task: Task });

const send = createRoute({
  method: "post",
  path: "/tasks/{id}/messages",
  tags: ["Tasks"],
  summary: "Ask for more: a follow-up turn, or steering while an attempt runs",
  request: { params: IdParams, body: jsonBody(CreateMessageInput) },
  responses: { 201: json(SentMessage, "What became of the message"), ...problems },
});

export function messageRoutes(context: ApiContext) {
  return new OpenAPIHono<ApiEnv>().openapi(send, async (c) => {
    const taskId = c.req.valid("param").id;
    const sent = c.req.valid("json");
    const input = { ...sent, comments: await quoteComments(context, { taskId, comments: sent.comments }) };
    if (input.images.length > 0) {
      const { model, demo, provider } = await getTask(context.db, { taskId });
      await refuseUnseenImages(context, { images: input.images, model, demo, providerId: provider?.id ?? null });
    }
    const { kind } = await addMessage(context.db, { taskId, userId: c.get("caller").userId, input });
    announceTask(context, taskId);
    return c.json({ kind, task: await getTask(context.db, { taskId }) }, 201);
  });
}
