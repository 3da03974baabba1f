import path from "node:path";
import type { NextConfig } from "next";

const root = path.join(import.meta.dirname, "../..");

/** Pages render per request, because each answer carries its own CSP nonce; so cacheComponents stays off. */
export default {
  output: "standalone",
  outputFileTracingRoot: root,
  turbopack: { root },
  reactCompiler: true,
  typedRoutes: true,
  poweredByHeader: false,
  devIndicators: false,
  allowedDevOrigins: ["127.0.0.1"],
  transpilePackages: ["@slipway/core", "@slipway/db", "@slipway/forge", "@slipway/queue"],
  serverExternalPackages: ["bullmq", "ioredis", "pg", "pino"],
} satisfies NextConfig;
