import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { Id } from "@slipway/core";
import {
  appendAudit,
  createEnvironment,
  deleteEnvironment,
  getEnvironment,
  getRepository,
  listEnvironments,
  updateEnvironment,
} from "@slipway/db";
import type { ApiContext, ApiEnv, Caller } from "../api-context.ts";
import { IdParams, json, jsonBody, onePage, pageOf, problems } from "../route-parts.ts";
import { CreateEnvironmentInput, Environment, UpdateEnvironmentInput } from "../schemas.ts";

const tags = ["Environments"];

const list = createRoute({
  method: "get",
  path: "/environments",
  tags,
  summary: "Environments, of one repository or of all",
  request: { query: z.object({ repositoryId: Id.optional() }) },
  responses: { 200: json(pageOf(Environment), "All of them"), ...problems },
});

const create = createRoute({
  method: "post",
  path: "/environments",
  tags,
  summary: "Say how a repository's sandboxes are made",
  request: { body: jsonBody(CreateEnvironmentInput) },
  responses: { 201: json(Environment, "The environment"), ...problems },
});

const read = createRoute({
  method: "get",
  path: "/environments/{id}",
  tags,
  summary: "One environment; secrets by name only",
  request: { params: IdParams },
  responses: { 200: json(Environment, "The environment"), ...problems },
});

const update = createRoute({
  method: "patch",
  path: "/environments/{id}",
  tags,
  summary: "Change the fields that are given",
  request: { params: IdParams, body: jsonBody(UpdateEnvironmentInput) },
  responses: { 200: json(Environment, "The environment as it is now"), ...problems },
});

const remove = createRoute({
  method: "delete",
  path: "/environments/{id}",
  tags,
  summary: "Remove it; tasks that used it keep their results",
  request: { params: IdParams },
  responses: { 204: { description: "Removed" }, ...problems },
});

export function environmentRoutes(context: ApiContext) {
  const { db } = context;
  const audit = (caller: Caller, action: string, subjectId: string) =>
    appendAudit(db, { actorId: caller.userId, action, subjectId, detail: {} });
  return new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => {
      const { repositoryId } = c.req.valid("query");
      return c.json(onePage(await listEnvironments(db, { repositoryId })), 200);
    })
    .openapi(create, async (c) => {
      const input = c.req.valid("json");
      await getRepository(db, { repositoryId: input.repositoryId });
      const environment = await createEnvironment(db, { input });
      await audit(c.get("caller"), "environment.created", environment.id);
      return c.json(environment, 201, { location: `/api/v1/environments/${environment.id}` });
    })
    .openapi(read, async (c) => c.json(await getEnvironment(db, { environmentId: c.req.valid("param").id }), 200))
    .openapi(update, async (c) => {
      const environmentId = c.req.valid("param").id;
      const input = c.req.valid("json");
      const environment = await updateEnvironment(db, { environmentId, input });
      await audit(c.get("caller"), "environment.updated", environmentId);
      return c.json(environment, 200);
    })
    .openapi(remove, async (c) => {
      const environmentId = c.req.valid("param").id;
      await deleteEnvironment(db, { environmentId });
      await audit(c.get("caller"), "environment.deleted", environmentId);
      return c.body(null, 204);
    });
}
