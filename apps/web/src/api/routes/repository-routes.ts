import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { getRepository, listRepositories } from "@slipway/db";
import type { ApiContext, ApiEnv } from "../api-context.ts";
import { addRepository } from "../repository/add-repository.ts";
import { readRemote } from "../repository/find-branch.ts";
import { IdParams, json, jsonBody, onePage, pageOf, problems } from "../route-parts.ts";
import { Branch, CreateRepositoryInput, Repository } from "../schemas.ts";

const tags = ["Repositories"];

const list = createRoute({
  method: "get",
  path: "/repositories",
  tags,
  summary: "Repositories, last used first",
  responses: { 200: json(pageOf(Repository), "All of them"), ...problems },
});

const add = createRoute({
  method: "post",
  path: "/repositories",
  tags,
  summary: "Add a repository by https address or by path; one that is known already is answered as it is",
  request: { body: jsonBody(CreateRepositoryInput) },
  responses: { 201: json(Repository, "The repository"), ...problems },
});

const branches = createRoute({
  method: "get",
  path: "/repositories/{id}/branches",
  tags,
  summary: "The branches that the remote has now",
  request: { params: IdParams },
  responses: { 200: json(z.object({ defaultBranch: z.string(), items: z.array(Branch) }), "All of them"), ...problems },
});

export function repositoryRoutes(context: ApiContext) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => c.json(onePage(await listRepositories(context.db)), 200))
    .openapi(add, async (c) => c.json(await addRepository(context, c.get("caller"), c.req.valid("json")), 201))
    .openapi(branches, async (c) => {
      const repository = await getRepository(context.db, { repositoryId: c.req.valid("param").id });
      const remote = await readRemote(context, repository);
      return c.json({ defaultBranch: remote.defaultBranch, items: remote.branches }, 200);
    });
}
