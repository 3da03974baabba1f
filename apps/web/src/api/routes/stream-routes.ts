import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { Id } from "@slipway/core";
import type { ApiContext, ApiEnv } from "../api-context.ts";
import { problems, text } from "../route-parts.ts";
import { eventStream, resumeAfter } from "../stream/event-stream.ts";
import { liveStream } from "../stream/live-stream.ts";

const StreamQuery = z.object({ attempt: Id.optional(), after: z.coerce.number().int().min(0).default(0) });

const watch = createRoute({
  method: "get",
  path: "/stream",
  tags: ["Live"],
  summary: "What changes, as server-sent events: `task` with {taskId}; with `attempt`, that attempt's events too, numbered by `seq`",
  request: { query: StreamQuery },
  responses: { 200: text("text/event-stream", "Server-sent events; a comment each 15 seconds"), ...problems },
});

export function streamRoutes(context: ApiContext) {
  return new OpenAPIHono<ApiEnv>().openapi(watch, (c) => {
    const { attempt: id, after } = c.req.valid("query");
    const attempt = id === undefined ? null : { id, after: resumeAfter(c.req.raw, after) };
    return eventStream(c.req.raw, (signal) => liveStream(context, { tasks: true, attempt, endsWithAttempt: false, signal }));
  });
}
