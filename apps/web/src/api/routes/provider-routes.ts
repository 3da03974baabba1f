import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import { appendAudit, createProvider, deleteProvider, listProviders, updateProvider } from "@slipway/db";
import type { ApiContext, ApiEnv, Caller } from "../api-context.ts";
import { requireAdmin } from "../require-admin.ts";
import { IdParams, json, jsonBody, onePage, pageOf, problems } from "../route-parts.ts";
import { CreateProviderInput, Provider, UpdateProviderInput } from "../schemas.ts";

const tags = ["Models"];

const list = createRoute({
  method: "get",
  path: "/providers",
  tags,
  summary: "Servers of models; their keys are never shown",
  responses: { 200: json(pageOf(Provider), "All of them"), ...problems },
});

const create = createRoute({
  method: "post",
  path: "/providers",
  tags,
  summary: "Connect a server of models",
  request: { body: jsonBody(CreateProviderInput) },
  responses: { 201: json(Provider, "The provider"), ...problems },
});

const update = createRoute({
  method: "patch",
  path: "/providers/{id}",
  tags,
  summary: "Change the fields that are given; another address needs the key again",
  request: { params: IdParams, body: jsonBody(UpdateProviderInput) },
  responses: { 200: json(Provider, "The provider as it is now"), ...problems },
});

const remove = createRoute({
  method: "delete",
  path: "/providers/{id}",
  tags,
  summary: "Forget a provider and its key; tasks keep their results",
  request: { params: IdParams },
  responses: { 204: { description: "Removed" }, ...problems },
});

const CHANGE = "change model providers";

export function providerRoutes({ db }: ApiContext) {
  const audit = (caller: Caller, action: string, subjectId: string, detail: Record<string, unknown>) =>
    appendAudit(db, { actorId: caller.userId, action, subjectId, detail });
  return new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => c.json(onePage(await listProviders(db)), 200))
    .openapi(create, async (c) => {
      const caller = c.get("caller");
      requireAdmin(caller, CHANGE);
      const provider = await createProvider(db, { input: c.req.valid("json") });
      await audit(caller, "provider.created", provider.id, { name: provider.name, baseUrl: provider.baseUrl });
      return c.json(provider, 201, { location: `/api/v1/providers/${provider.id}` });
    })
    .openapi(update, async (c) => {
      const caller = c.get("caller");
      requireAdmin(caller, CHANGE);
      const input = c.req.valid("json");
      const provider = await updateProvider(db, { providerId: c.req.valid("param").id, input });
      // Which fields, and where to; the key's value is nobody's to read later.
      await audit(caller, "provider.updated", provider.id, { fields: Object.keys(input), baseUrl: provider.baseUrl });
      return c.json(provider, 200);
    })
    .openapi(remove, async (c) => {
      const caller = c.get("caller");
      requireAdmin(caller, CHANGE);
      const providerId = c.req.valid("param").id;
      await deleteProvider(db, { providerId });
      await audit(caller, "provider.deleted", providerId, {});
      return c.body(null, 204);
    });
}
