import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import type { ApiContext, ApiEnv } from "../api-context.ts";
import { deliverAttempt } from "../deliver-attempt.ts";
import { IdParams, json, jsonBody, problems } from "../route-parts.ts";
import { CreateDeliveryInput, Delivery } from "../schemas.ts";

const deliver = createRoute({
  method: "post",
  path: "/attempts/{id}/delivery",
  tags: ["Attempts"],
  summary: "Push the stored change as a branch, or open a pull request with it",
  request: { params: IdParams, body: jsonBody(CreateDeliveryInput) },
  responses: { 201: json(Delivery, "The queued delivery; the task shows how it ends"), ...problems },
});

export function deliveryRoutes(context: ApiContext) {
  return new OpenAPIHono<ApiEnv>().openapi(deliver, async (c) => {
    const attemptId = c.req.valid("param").id;
    return c.json(await deliverAttempt(context, c.get("caller"), { attemptId, input: c.req.valid("json") }), 201);
  });
}
