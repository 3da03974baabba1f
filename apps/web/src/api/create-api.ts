import { OpenAPIHono } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { isAllowedHost } from "../server/allowed-host.ts";
import { acceptBody } from "./accept-body.ts";
import { answerError } from "./answer-error.ts";
import type { ApiContext, ApiEnv } from "./api-context.ts";
import { authenticate } from "./authenticate.ts";
import { blameDatabase } from "./blame-database.ts";
import { idempotency } from "./idempotency.ts";
import { inputFaults } from "./input-faults.ts";
import { problemResponse } from "./problem-response.ts";
import { requireSameOrigin } from "./require-same-origin.ts";
import { apiKeyRoutes } from "./routes/api-key-routes.ts";
import { attemptRoutes } from "./routes/attempt-routes.ts";
import { deliveryRoutes } from "./routes/delivery-routes.ts";
import { environmentReviewRoutes } from "./routes/environment-review-routes.ts";
import { environmentRoutes } from "./routes/environment-routes.ts";
import { environmentSourceRoutes } from "./routes/environment-source-routes.ts";
import { healthRoutes } from "./routes/health-routes.ts";
import { imageRoutes } from "./routes/image-routes.ts";
import { messageRoutes } from "./routes/message-routes.ts";
import { modelRoutes } from "./routes/model-routes.ts";
import { networkRoutes } from "./routes/network-routes.ts";
import { providerRoutes } from "./routes/provider-routes.ts";
import { providerTestRoutes } from "./routes/provider-test-routes.ts";
import { queuedMessageRoutes } from "./routes/queued-message-routes.ts";
import { repositoryRoutes } from "./routes/repository-routes.ts";
import { resumeRoutes } from "./routes/resume-routes.ts";
import { sampleRoutes } from "./routes/sample-routes.ts";
import { sessionRoutes } from "./routes/session-routes.ts";
import { settingsRoutes } from "./routes/settings-routes.ts";
import { snapshotRoutes } from "./routes/snapshot-routes.ts";
import { streamRoutes } from "./routes/stream-routes.ts";
import { taskRoutes } from "./routes/task-routes.ts";
import { terminalRoutes } from "./routes/terminal-routes.ts";
import { turnRoutes } from "./routes/turn-routes.ts";

/** REST API v1. Its type carries every route, for typed clients (`hc<Api>`). */
export function createApi(context: ApiContext) {
  const app = new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (!result.success) throw inputFaults(result.error);
    },
  }).basePath("/api/v1");
  app.onError(async (error) => answerError(await blameDatabase(context, error), context.log));
  app.notFound((c) => problemResponse(404, `There is no ${c.req.method} ${c.req.path}. The routes are listed at /api/v1/openapi.json.`));
  app.use(safeHeaders);
  app.use(requireKnownHost(context));
  app.use(authenticate(context));
  app.use(requireSameOrigin);
  app.use(acceptBody);
  app.use(idempotency(context));
  app.openAPIRegistry.registerComponent("securitySchemes", "apiKey", { type: "http", scheme: "bearer" });
  app.doc31("/openapi.json", {
    openapi: "3.1.0",
    info: { title: "Slipway", version: context.version, description: "Delegate coding tasks to agents and review what they did." },
    security: [{ apiKey: [] }],
  });
  return app
    .route("/", repositoryRoutes(context))
    .route("/", environmentRoutes(context))
    .route("/", environmentSourceRoutes(context))
    .route("/", environmentReviewRoutes(context))
    .route("/", snapshotRoutes(context))
    .route("/", terminalRoutes(context))
    .route("/", taskRoutes(context))
    .route("/", imageRoutes(context))
    .route("/", messageRoutes(context))
    .route("/", queuedMessageRoutes(context))
    .route("/", attemptRoutes(context))
    .route("/", resumeRoutes(context))
    .route("/", networkRoutes(context))
    .route("/", deliveryRoutes(context))
    .route("/", sampleRoutes(context))
    .route("/", streamRoutes(context))
    .route("/", modelRoutes(context))
    .route("/", providerRoutes(context))
    .route("/", settingsRoutes(context))
    .route("/", providerTestRoutes(context))
    .route("/", turnRoutes(context))
    .route("/", apiKeyRoutes(context))
    .route("/", sessionRoutes(context))
    .route("/", healthRoutes(context));
}

export type Api = ReturnType<typeof createApi>;

const safeHeaders: MiddlewareHandler<ApiEnv> = async (c, next) => {
  await next();
  c.header("x-content-type-options", "nosniff");
  c.header("referrer-policy", "no-referrer");
  c.header("content-security-policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
  if (!c.res.headers.has("cache-control")) c.header("cache-control", "no-store");
};

function requireKnownHost({ settings }: ApiContext): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const host = c.req.header("host") ?? new URL(c.req.url).host;
    if (!isAllowedHost(host, settings.host)) return problemResponse(421, "This server does not answer under that name. Use localhost.");
    await next();
  };
}
