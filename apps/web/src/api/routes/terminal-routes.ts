import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { ConflictError } from "@slipway/core";
import { appendAudit, endTerminal, findTerminal, getEnvironment, getRepository, latestTerminal, openTerminal } from "@slipway/db";
import { publish } from "@slipway/queue";
import type { ApiContext, ApiEnv } from "../api-context.ts";
import { ringOutbox } from "../deliver-outbox.ts";
import { IdParams, json, jsonBody, problems, text } from "../route-parts.ts";
import { OpenTerminalInput, Terminal, TerminalInput } from "../schemas.ts";
import { eventStream, resumeAfter } from "../stream/event-stream.ts";
import { terminalStream } from "../stream/terminal-stream.ts";

const tags = ["Terminals"];

const latest = createRoute({
  method: "get",
  path: "/environments/{id}/terminal",
  tags,
  summary: "The caller's newest terminal of this environment, with what was run in it; null where there was none",
  request: { params: IdParams },
  responses: { 200: json(z.object({ terminal: Terminal.nullable() }), "The terminal"), ...problems },
});

const open = createRoute({
  method: "post",
  path: "/environments/{id}/terminal",
  tags,
  summary:
    "Open a terminal where setup runs: same image, network and secrets, the repository at the branch's tip. One a person and environment",
  request: { params: IdParams, body: jsonBody(OpenTerminalInput) },
  responses: { 200: json(Terminal, "The one that is open already"), 201: json(Terminal, "A new one"), ...problems },
});

const watch = createRoute({
  method: "get",
  path: "/terminals/{id}/stream",
  tags,
  summary:
    "What it shows, as server-sent events: `output` numbered by `seq`, `received` for input that arrived, `terminal` when it changed",
  request: { params: IdParams, query: z.object({ after: z.coerce.number().int().min(0).default(0) }) },
  responses: { 200: text("text/event-stream", "Server-sent events until it ends"), ...problems },
});

const input = createRoute({
  method: "post",
  path: "/terminals/{id}/input",
  tags,
  summary: "Keys, a new size, or a setup script to run; in the order of `seq`, each once",
  request: { params: IdParams, body: jsonBody(TerminalInput) },
  responses: { 202: { description: "On its way; the stream tells when it has arrived" }, ...problems },
});

const close = createRoute({
  method: "delete",
  path: "/terminals/{id}",
  tags,
  summary: "End it; its container is thrown away",
  request: { params: IdParams },
  responses: { 204: { description: "Ended" }, ...problems },
});

export function terminalRoutes(context: ApiContext) {
  const { db, queue } = context;
  return new OpenAPIHono<ApiEnv>()
    .openapi(latest, async (c) => {
      const { id: environmentId } = await getEnvironment(db, { environmentId: c.req.valid("param").id });
      return c.json({ terminal: await latestTerminal(db, { environmentId, userId: c.get("caller").userId }) }, 200);
    })
    .openapi(open, async (c) => {
      const { userId } = c.get("caller");
      const environment = await getEnvironment(db, { environmentId: c.req.valid("param").id });
      const repository = await getRepository(db, { repositoryId: environment.repositoryId });
      const branch = c.req.valid("json").branch ?? environment.branch ?? repository.defaultBranch;
      const { terminal, opened } = await openTerminal(db, { environmentId: environment.id, userId, branch });
      if (!opened) return c.json(terminal, 200);
      await appendAudit(db, {
        actorId: userId,
        action: "terminal.opened",
        subjectId: terminal.id,
        detail: { environmentId: environment.id },
      });
      ringOutbox(context);
      return c.json(terminal, 201);
    })
    .openapi(watch, async (c) => {
      const { userId } = c.get("caller");
      const { id: terminalId } = await findTerminal(db, { terminalId: c.req.valid("param").id, userId });
      const after = resumeAfter(c.req.raw, c.req.valid("query").after);
      return eventStream(c.req.raw, (signal) => terminalStream(context, { terminalId, userId, after, signal }));
    })
    .openapi(input, async (c) => {
      const terminal = await findTerminal(db, { terminalId: c.req.valid("param").id, userId: c.get("caller").userId });
      if (terminal.state !== "open") throw new ConflictError(`The terminal is ${terminal.state === "queued" ? "not open yet" : "closed"}.`);
      await publish(queue, { subject: `terminal-input.${terminal.id}`, payload: c.req.valid("json") });
      return c.body(null, 202);
    })
    .openapi(close, async (c) => {
      const { userId } = c.get("caller");
      const { id: terminalId } = await findTerminal(db, { terminalId: c.req.valid("param").id, userId });
      // Input that nobody hears is no loss: the worker looks at the row too.
      await publish(queue, { subject: `terminal-input.${terminalId}`, payload: { kind: "close" } }).catch(() => undefined);
      if (await endTerminal(db, { terminalId, end: { state: "ended", failure: null } })) {
        await appendAudit(db, { actorId: userId, action: "terminal.closed", subjectId: terminalId, detail: {} });
        await publish(queue, { subject: `terminal.${terminalId}`, payload: { kind: "changed" } }).catch(() => undefined);
      }
      return c.body(null, 204);
    });
}
