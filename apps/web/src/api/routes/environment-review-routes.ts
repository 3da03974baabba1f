import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { ConflictError, type EnvironmentReview as Review } from "@slipway/core";
import { acceptEnvironmentFile, appendAudit, getEnvironment, getTask } from "@slipway/db";
import type { ApiContext, ApiEnv, Caller } from "../api-context.ts";
import { readOwnReview, readTaskReview } from "../repository/read-environment-review.ts";
import { requireAdmin } from "../require-admin.ts";
import { IdParams, json, jsonBody, problems } from "../route-parts.ts";
import { AcceptEnvironmentInput, EnvironmentReview } from "../schemas.ts";

const tags = ["Environments"];
const Answer = z.object({ review: EnvironmentReview.nullable() });
const shown = json(Answer, "What differs from the default branch, and whether it was accepted; null where nothing does");
const accepted = json(Answer, "The same, accepted for this repository");
const body = jsonBody(AcceptEnvironmentInput);

const ofEnvironment = createRoute({
  method: "get",
  path: "/environments/{id}/review",
  tags,
  summary: "How the branch of an environment differs from the default branch in what only a person may allow",
  request: { params: IdParams },
  responses: { 200: shown, ...problems },
});

const acceptOfEnvironment = createRoute({
  method: "post",
  path: "/environments/{id}/review",
  tags,
  summary: "Accept what was read, by its hash; owners and admins",
  request: { params: IdParams, body },
  responses: { 200: accepted, ...problems },
});

const ofTask = createRoute({
  method: "get",
  path: "/tasks/{id}/environment-review",
  tags,
  summary: "How the environment at a task's base commit differs from the default branch in what only a person may allow",
  request: { params: IdParams },
  responses: { 200: shown, ...problems },
});

const acceptOfTask = createRoute({
  method: "post",
  path: "/tasks/{id}/environment-review",
  tags,
  summary: "Accept what was read, by its hash, for all attempts that begin from now on; owners and admins",
  request: { params: IdParams, body },
  responses: { 200: accepted, ...problems },
});

export function environmentReviewRoutes(context: ApiContext) {
  const { db } = context;
  return new OpenAPIHono<ApiEnv>()
    .openapi(ofEnvironment, async (c) => c.json({ review: await readOwnReview(context, c.req.valid("param").id) }, 200))
    .openapi(acceptOfEnvironment, async (c) => {
      const caller = admin(c.get("caller"));
      const environmentId = c.req.valid("param").id;
      const { repositoryId } = await getEnvironment(db, { environmentId });
      const read = await readOwnReview(context, environmentId);
      return c.json({ review: await accept(context, { caller, repositoryId, read, hash: c.req.valid("json").hash }) }, 200);
    })
    .openapi(ofTask, async (c) => c.json({ review: await readTaskReview(context, c.req.valid("param").id) }, 200))
    .openapi(acceptOfTask, async (c) => {
      const caller = admin(c.get("caller"));
      const taskId = c.req.valid("param").id;
      const { repository } = await getTask(db, { taskId });
      const read = await readTaskReview(context, taskId);
      return c.json({ review: await accept(context, { caller, repositoryId: repository.id, read, hash: c.req.valid("json").hash }) }, 200);
    });
}

function admin(caller: Caller): Caller {
  requireAdmin(caller, "accept a branch's environment");
  return caller;
}

type Acceptance = { caller: Caller; repositoryId: string; read: Review | null; hash: string };

async function accept({ db }: ApiContext, { caller, repositoryId, read, hash }: Acceptance): Promise<Review> {
  if (read?.hash !== hash) throw new ConflictError("The branch's environment is not the one that was shown. Read it again.");
  await acceptEnvironmentFile(db, { repositoryId, hash });
  const { branch, commit, differences } = read;
  const detail = { hash, branch, commit, differences };
  await appendAudit(db, { actorId: caller.userId, action: "environment.accepted", subjectId: repositoryId, detail });
  return { ...read, accepted: true };
}
