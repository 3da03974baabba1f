import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { NewApiKey } from "@slipway/core";
import { appendAudit, createApiKey, listApiKeys, revokeApiKey } from "@slipway/db";
import type { ApiContext, ApiEnv } from "../api-context.ts";
import { IdParams, json, jsonBody, onePage, pageOf, problems } from "../route-parts.ts";
import { ApiKey } from "../schemas.ts";

const CreateApiKeyInput = z.strictObject({ name: z.string().trim().min(1, { error: "Name the key." }).max(100) });
const tags = ["API keys"];

const list = createRoute({
  method: "get",
  path: "/api-keys",
  tags,
  summary: "Your keys that are in force",
  responses: { 200: json(pageOf(ApiKey), "All of them"), ...problems },
});

const create = createRoute({
  method: "post",
  path: "/api-keys",
  tags,
  summary: "Make a key",
  request: { body: jsonBody(CreateApiKeyInput) },
  responses: { 201: json(NewApiKey, "The key, shown this once"), ...problems },
});

const revoke = createRoute({
  method: "delete",
  path: "/api-keys/{id}",
  tags,
  summary: "Revoke a key at once",
  request: { params: IdParams },
  responses: { 204: { description: "Revoked" }, ...problems },
});

export function apiKeyRoutes({ db }: ApiContext) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => c.json(onePage(await listApiKeys(db, { userId: c.get("caller").userId })), 200))
    .openapi(create, async (c) => {
      const { userId } = c.get("caller");
      const { name } = c.req.valid("json");
      const { id, key } = await createApiKey(db, { userId, name });
      await appendAudit(db, { actorId: userId, action: "api_key.created", subjectId: id, detail: { name } });
      return c.json({ id, name, key }, 201);
    })
    .openapi(revoke, async (c) => {
      const { userId } = c.get("caller");
      const { id } = c.req.valid("param");
      await revokeApiKey(db, { userId, id });
      await appendAudit(db, { actorId: userId, action: "api_key.revoked", subjectId: id, detail: {} });
      return c.body(null, 204);
    });
}
