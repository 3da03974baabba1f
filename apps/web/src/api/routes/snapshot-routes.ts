import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { ConflictError } from "@slipway/core";
import { appendAudit, getEnvironment, listSnapshots, listSnapshotUses, resetSnapshots, retryTask, tasksFailedInSetup } from "@slipway/db";
import type { ApiContext, ApiEnv } from "../api-context.ts";
import { announceTask } from "../deliver-outbox.ts";
import { IdParams, json, onePage, pageOf, problems } from "../route-parts.ts";
import { Snapshot, SnapshotUseRecord } from "../schemas.ts";

const tags = ["Environments"];

const list = createRoute({
  method: "get",
  path: "/environments/{id}/snapshots",
  tags,
  summary: "What setup left of this environment: size, age, last use and why it was built, newest first",
  request: { params: IdParams },
  responses: { 200: json(pageOf(Snapshot), "The newest fifty"), ...problems },
});

const reset = createRoute({
  method: "post",
  path: "/environments/{id}/snapshots/reset",
  tags,
  summary: "Set all snapshots aside, so that the next task runs setup anew; tasks that run keep theirs",
  request: { params: IdParams },
  responses: { 200: json(z.object({ reset: z.int() }), "How many were set aside"), ...problems },
});

const uses = createRoute({
  method: "get",
  path: "/environments/{id}/snapshots/uses",
  tags,
  summary: "What the newest attempts found when they asked for a snapshot: hit or miss, and why",
  request: { params: IdParams },
  responses: { 200: json(pageOf(SnapshotUseRecord), "The newest twenty"), ...problems },
});

const retry = createRoute({
  method: "post",
  path: "/environments/{id}/snapshots/retry",
  tags,
  summary: "Try the tasks again whose setup failed; they share one build",
  request: { params: IdParams },
  responses: { 200: json(z.object({ tasks: z.int() }), "How many are tried again"), ...problems },
});

export function snapshotRoutes(context: ApiContext) {
  const { db } = context;
  return new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => {
      const { id } = await getEnvironment(db, { environmentId: c.req.valid("param").id });
      return c.json(onePage(await listSnapshots(db, { environmentId: id })), 200);
    })
    .openapi(uses, async (c) => {
      const { id } = await getEnvironment(db, { environmentId: c.req.valid("param").id });
      return c.json(onePage(await listSnapshotUses(db, { environmentId: id })), 200);
    })
    .openapi(retry, async (c) => {
      const { id } = await getEnvironment(db, { environmentId: c.req.valid("param").id });
      const failed = await tasksFailedInSetup(db, { environmentId: id });
      const tried = await Promise.all(failed.map((taskId) => retryUnlessUnderWay(context, taskId)));
      const tasks = tried.filter((wasTried) => wasTried).length;
      await appendAudit(db, { actorId: c.get("caller").userId, action: "environment.setup_retried", subjectId: id, detail: { tasks } });
      return c.json({ tasks }, 200);
    })
    .openapi(reset, async (c) => {
      const { id } = await getEnvironment(db, { environmentId: c.req.valid("param").id });
      const count = await resetSnapshots(db, { environmentId: id });
      const detail = { snapshots: count };
      await appendAudit(db, { actorId: c.get("caller").userId, action: "environment.snapshots_reset", subjectId: id, detail });
      return c.json({ reset: count }, 200);
    });
}

/** Somebody else may have tried it again meanwhile, which is as good. */
async function retryUnlessUnderWay(context: ApiContext, taskId: string): Promise<boolean> {
  try {
    await retryTask(context.db, { taskId });
  } catch (error) {
    if (error instanceof ConflictError) return false;
    throw error;
  }
  announceTask(context, taskId);
  return true;
}
