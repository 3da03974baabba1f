import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import { appendAudit, createProviderTest, getProviderTest } from "@slipway/db";
import type { ApiContext, ApiEnv } from "../api-context.ts";
import { ringOutbox } from "../deliver-outbox.ts";
import { requireAdmin } from "../require-admin.ts";
import { IdParams, json, jsonBody, problems } from "../route-parts.ts";
import { CreateProviderTestInput, ProviderTest } from "../schemas.ts";

const tags = ["Models"];

const create = createRoute({
  method: "post",
  path: "/provider-tests",
  tags,
  summary: "Test a connection with one real tool call, made by a worker; without a model the server's list of models is read",
  request: { body: jsonBody(CreateProviderTestInput) },
  responses: { 201: json(ProviderTest, "The test, which a worker makes within seconds"), ...problems },
});

const read = createRoute({
  method: "get",
  path: "/provider-tests/{id}",
  tags,
  summary: "A test and, once it is made, what it told",
  request: { params: IdParams },
  responses: { 200: json(ProviderTest, "The test"), ...problems },
});

export function providerTestRoutes(context: ApiContext) {
  const { db } = context;
  return new OpenAPIHono<ApiEnv>()
    .openapi(create, async (c) => {
      const caller = c.get("caller");
      requireAdmin(caller, "test model providers, which costs tokens");
      const input = c.req.valid("json");
      const { testId } = await createProviderTest(db, { input });
      await appendAudit(db, {
        actorId: caller.userId,
        action: "provider.tested",
        subjectId: input.providerId,
        detail: { model: input.model },
      });
      ringOutbox(context);
      return c.json(await getProviderTest(db, { testId }), 201, { location: `/api/v1/provider-tests/${testId}` });
    })
    .openapi(read, async (c) => c.json(await getProviderTest(db, { testId: c.req.valid("param").id }), 200));
}
