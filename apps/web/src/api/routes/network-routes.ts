import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { NETWORK_EVENT_TYPES, networkRequests } from "@slipway/core";
import { readEventsOfTypes } from "@slipway/db";
import type { ApiContext, ApiEnv } from "../api-context.ts";
import { requireAttempt } from "../require-attempt.ts";
import { IdParams, json, problems } from "../route-parts.ts";
import { NetworkRequest } from "../schemas.ts";

const MOST_EVENTS = 20_000;

const list = createRoute({
  method: "get",
  path: "/attempts/{id}/network",
  tags: ["Attempts"],
  summary: "Every request that the attempt's sandboxes made, allowed or denied, with the command that ran",
  request: { params: IdParams },
  responses: { 200: json(z.object({ items: z.array(NetworkRequest) }), "In the order they were told"), ...problems },
});

export function networkRoutes(context: ApiContext) {
  return new OpenAPIHono<ApiEnv>().openapi(list, async (c) => {
    const { id } = c.req.valid("param");
    await requireAttempt(context, id);
    const events = await readEventsOfTypes(context.db, { attemptId: id, types: NETWORK_EVENT_TYPES, limit: MOST_EVENTS });
    return c.json({ items: networkRequests(events) }, 200);
  });
}
