import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { NotFoundError } from "@slipway/core";
import { readAttemptLog, readEvents, readPatch, readVerificationLog } from "@slipway/db";
import type { ApiContext, ApiEnv } from "../api-context.ts";
import { readAttemptFile } from "../repository/read-attempt-file.ts";
import { requireAttempt } from "../require-attempt.ts";
import { IdParams, problems, text } from "../route-parts.ts";
import { AttemptEvent } from "../schemas.ts";
import { eventStream, resumeAfter } from "../stream/event-stream.ts";
import { liveStream } from "../stream/live-stream.ts";

const EventsQuery = z.object({
  format: z.enum(["sse", "json"]).default("sse"),
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1_000).default(500),
});
/** `nextAfter` is what to ask for next. */
const EventList = z.object({ items: z.array(AttemptEvent), nextAfter: z.int() });

const tags = ["Attempts"];

const events = createRoute({
  method: "get",
  path: "/attempts/{id}/events",
  tags,
  summary: "What happened, in order: server-sent events that end with the attempt and resume by Last-Event-ID, or a JSON page",
  request: { params: IdParams, query: EventsQuery },
  responses: {
    200: {
      description: "Events, numbered by `seq` from 1 without gaps",
      content: { "text/event-stream": { schema: z.string() }, "application/json": { schema: EventList } },
    },
    ...problems,
  },
});

const patch = createRoute({
  method: "get",
  path: "/attempts/{id}/patch",
  tags,
  summary: "The stored change; apply it with `git apply`",
  request: { params: IdParams },
  responses: { 200: text("text/x-patch", "A binary-safe patch against the recorded base commit"), ...problems },
});

const log = createRoute({
  method: "get",
  path: "/attempts/{id}/log",
  tags,
  summary: "Commands and their output as text",
  request: { params: IdParams },
  responses: { 200: text("text/plain", "The whole log"), ...problems },
});

const FileQuery = z.object({ side: z.enum(["base", "head"]), path: z.string().min(1).max(4_096) });

const file = createRoute({
  method: "get",
  path: "/attempts/{id}/file",
  tags,
  summary: "A whole file before or after the change",
  request: { params: IdParams, query: FileQuery },
  responses: { 200: text("text/plain", "The file's bytes, at most 2 MB"), ...problems },
});

const verificationLog = createRoute({
  method: "get",
  path: "/verifications/{id}/log",
  tags,
  summary: "What a check printed",
  request: { params: IdParams },
  responses: { 200: text("text/plain", "The whole log"), ...problems },
});

export function attemptRoutes(context: ApiContext) {
  const { db } = context;
  return new OpenAPIHono<ApiEnv>()
    .openapi(events, async (c) => {
      const { id } = c.req.valid("param");
      const { format, after, limit } = c.req.valid("query");
      await requireAttempt(context, id);
      if (format === "json") {
        const items = await readEvents(db, { attemptId: id, after, limit });
        return c.json({ items, nextAfter: items.at(-1)?.seq ?? after }, 200);
      }
      const attempt = { id, after: resumeAfter(c.req.raw, after) };
      return eventStream(c.req.raw, (signal) => liveStream(context, { tasks: false, attempt, endsWithAttempt: true, signal }));
    })
    .openapi(patch, async (c) => {
      const { id } = c.req.valid("param");
      await requireAttempt(context, id);
      const stored = await readPatch(db, { attemptId: id });
      if (stored === null) throw new NotFoundError(`The attempt ${id} has left no change.`);
      return c.body(Uint8Array.from(stored.patch), 200, {
        "content-type": "text/x-patch",
        "content-disposition": `attachment; filename="slipway-${id}.patch"`,
      });
    })
    .openapi(log, async (c) => {
      const { id } = c.req.valid("param");
      await requireAttempt(context, id);
      return c.text(await readAttemptLog(db, { attemptId: id }), 200);
    })
    .openapi(file, async (c) => {
      const bytes = await readAttemptFile(context, { attemptId: c.req.valid("param").id, ...c.req.valid("query") });
      return c.body(Uint8Array.from(bytes), 200, { "content-type": "text/plain; charset=utf-8" });
    })
    .openapi(verificationLog, async (c) => c.text(await readVerificationLog(db, { verificationId: c.req.valid("param").id }), 200));
}
