import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { endSession } from "@slipway/db";
import { readSessionCookie, sessionCookie } from "../../server/session-cookie.ts";
import type { ApiContext, ApiEnv } from "../api-context.ts";
import { json, problems } from "../route-parts.ts";

const tags = ["Session"];
const Me = z.object({ name: z.string(), role: z.string(), via: z.enum(["session", "key"]) });

const read = createRoute({
  method: "get",
  path: "/session",
  tags,
  summary: "Who is asking",
  responses: { 200: json(Me, "The caller"), ...problems },
});

const signOut = createRoute({
  method: "delete",
  path: "/session",
  tags,
  summary: "Sign this browser out",
  responses: { 204: { description: "Signed out" }, ...problems },
});

export function sessionRoutes({ db, settings: { port } }: ApiContext) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(read, (c) => {
      const { name, role, via } = c.get("caller");
      return c.json({ name, role, via }, 200);
    })
    .openapi(signOut, async (c) => {
      const origin = { url: c.req.url, port };
      const token = readSessionCookie(c.req.header("cookie") ?? null, origin);
      if (token !== undefined) await endSession(db, { token });
      return c.body(null, 204, { "set-cookie": sessionCookie("", origin) });
    });
}
