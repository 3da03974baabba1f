import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import type { ApiContext, ApiEnv } from "../api-context.ts";
import { json, problems } from "../route-parts.ts";
import { ServerSettings } from "../schemas.ts";

const read = createRoute({
  method: "get",
  path: "/settings",
  tags: ["Settings"],
  summary: "What the server's own settings hold; of secrets whether they are there",
  responses: { 200: json(ServerSettings, "The settings"), ...problems },
});

export function settingsRoutes({ settings }: ApiContext) {
  const { secretKey, githubToken, githubHosts, model } = settings;
  return new OpenAPIHono<ApiEnv>().openapi(read, (c) =>
    c.json(
      {
        canSeal: secretKey.keys !== undefined || secretKey.file !== undefined,
        github: { hasToken: githubToken !== undefined, hosts: githubHosts },
        model: model.connected ? { name: model.name, api: model.api } : null,
      },
      200,
    ),
  );
}
