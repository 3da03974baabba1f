import { createRoute, OpenAPIHono, type z } from "@hono/zod-openapi";
import { TaskListQuery } from "@slipway/core";
import { archiveTask, cancelTask, countTasks, getTask, listTasks, markTaskRead, retryTask, unarchiveTask } from "@slipway/db";
import type { ApiContext, ApiEnv } from "../api-context.ts";
import { announceTask } from "../deliver-outbox.ts";
import { IdParams, json, jsonBody, pageOf, problems } from "../route-parts.ts";
import { CreateTaskInput, Task, TaskCounts, TaskListItem } from "../schemas.ts";
import { submitTask } from "../submit-task.ts";

const tags = ["Tasks"];

const list = createRoute({
  method: "get",
  path: "/tasks",
  tags,
  summary: "Tasks, the latest change first",
  request: { query: TaskListQuery },
  responses: { 200: json(pageOf(TaskListItem), "One page"), ...problems },
});

const count = createRoute({
  method: "get",
  path: "/tasks/counts",
  tags,
  summary: "How many tasks are active, need attention, are archived",
  responses: { 200: json(TaskCounts, "Counts"), ...problems },
});

const submit = createRoute({
  method: "post",
  path: "/tasks",
  tags,
  summary: "Delegate a task",
  request: { body: jsonBody(CreateTaskInput) },
  responses: { 201: json(Task, "The queued task"), ...problems },
});

const read = createRoute({
  method: "get",
  path: "/tasks/{id}",
  tags,
  summary: "A task with its turns, attempts, checks, change and deliveries",
  request: { params: IdParams },
  responses: { 200: json(Task, "The task"), ...problems },
});

const markRead = createRoute({
  method: "post",
  path: "/tasks/{id}/read",
  tags,
  summary: "Say that it was looked at",
  request: { params: IdParams },
  responses: { 204: { description: "Done" }, ...problems },
});

/** Verbs on a task that answer with the task as it then is. */
const verbs = {
  cancel: { change: cancelTask, summary: "Stop every unfinished attempt of the latest turn" },
  retry: { change: retryTask, summary: "Make a new attempt of the latest turn" },
  archive: { change: archiveTask, summary: "Put a finished task away" },
  unarchive: { change: unarchiveTask, summary: "Bring an archived task back" },
};

function verbRoute<Verb extends keyof typeof verbs>(verb: Verb) {
  return createRoute({
    method: "post",
    path: `/tasks/{id}/${verb}` as const,
    tags,
    summary: verbs[verb].summary,
    request: { params: IdParams },
    responses: { 200: json(Task, "The task as it is now"), ...problems },
  });
}

export function taskRoutes(context: ApiContext) {
  const { db } = context;
  const change = async (verb: keyof typeof verbs, taskId: string): Promise<z.infer<typeof Task>> => {
    await verbs[verb].change(db, { taskId });
    announceTask(context, taskId);
    return getTask(db, { taskId });
  };
  return new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => c.json(await listTasks(db, { query: c.req.valid("query") }), 200))
    .openapi(count, async (c) => c.json(await countTasks(db), 200))
    .openapi(submit, async (c) => {
      const task = await submitTask(context, c.get("caller"), c.req.valid("json"));
      return c.json(task, 201, { location: `/api/v1/tasks/${task.id}` });
    })
    .openapi(read, async (c) => c.json(await getTask(db, { taskId: c.req.valid("param").id }), 200))
    .openapi(markRead, async (c) => {
      await markTaskRead(db, { taskId: c.req.valid("param").id });
      return c.body(null, 204);
    })
    .openapi(verbRoute("cancel"), async (c) => c.json(await change("cancel", c.req.valid("param").id), 200))
    .openapi(verbRoute("retry"), async (c) => c.json(await change("retry", c.req.valid("param").id), 200))
    .openapi(verbRoute("archive"), async (c) => c.json(await change("archive", c.req.valid("param").id), 200))
    .openapi(verbRoute("unarchive"), async (c) => c.json(await change("unarchive", c.req.valid("param").id), 200));
}
