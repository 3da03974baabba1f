import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { CreateEnvironmentInput } from "@slipway/core";
import { appendAudit, copyEnvironment, getEnvironment } from "@slipway/db";
import type { ApiContext, ApiEnv } from "../api-context.ts";
import { readEnvironmentSource } from "../repository/read-environment-source.ts";
import { suggestForRepository } from "../repository/suggest-for-repository.ts";
import { IdParams, json, jsonBody, problems } from "../route-parts.ts";
import { Environment, EnvironmentSource, EnvironmentSuggestion } from "../schemas.ts";

const tags = ["Environments"];

const copy = createRoute({
  method: "post",
  path: "/environments/{id}/copy",
  tags,
  summary: "Make the same environment once more, with its secrets",
  request: { params: IdParams, body: jsonBody(z.strictObject({ name: CreateEnvironmentInput.shape.name.optional() })) },
  responses: { 201: json(Environment, "The copy"), ...problems },
});

const source = createRoute({
  method: "get",
  path: "/environments/{id}/source",
  tags,
  summary: "The repository's .slipway/environment.yml, which wins over what is stored; null where there is none",
  request: { params: IdParams },
  responses: { 200: json(z.object({ source: EnvironmentSource.nullable() }), "The file, or its faults by line"), ...problems },
});

const suggestion = createRoute({
  method: "post",
  path: "/repositories/{id}/environment-suggestion",
  tags,
  summary: "Suggest an environment from lockfiles, scripts, Makefile and CI files of the default branch; stores and runs nothing",
  request: { params: IdParams },
  responses: { 200: json(EnvironmentSuggestion, "An environment with the reason for each field"), ...problems },
});

export function environmentSourceRoutes(context: ApiContext) {
  const { db } = context;
  return new OpenAPIHono<ApiEnv>()
    .openapi(copy, async (c) => {
      const environmentId = c.req.valid("param").id;
      const name = c.req.valid("json").name ?? copyName((await getEnvironment(db, { environmentId })).name);
      const made = await copyEnvironment(db, { environmentId, name });
      const detail = { copyOf: environmentId };
      await appendAudit(db, { actorId: c.get("caller").userId, action: "environment.created", subjectId: made.id, detail });
      return c.json(made, 201, { location: `/api/v1/environments/${made.id}` });
    })
    .openapi(source, async (c) => c.json({ source: await readEnvironmentSource(context, c.req.valid("param").id) }, 200))
    .openapi(suggestion, async (c) => c.json(await suggestForRepository(context, c.req.valid("param").id), 200));
}

function copyName(name: string): string {
  return `${name.slice(0, 95)} copy`;
}
