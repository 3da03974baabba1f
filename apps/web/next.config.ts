import path from "node:path";
import type { NextConfig } from "next";

const root = path.join(import.meta.dirname, "../..");

const safeHeaders = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "no-referrer" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "X-Frame-Options", value: "DENY" },
  // Browsers heed it over https alone, where another server in front of this one speaks TLS.
  { key: "Strict-Transport-Security", value: "max-age=31536000" },
  { key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=()" },
];

/** Pages render per request, because each answer carries its own CSP nonce; so cacheComponents stays off. */
export default {
  output: "standalone",
  outputFileTracingRoot: root,
  turbopack: { root },
  reactCompiler: true,
  typedRoutes: true,
  // `npm run typecheck` and CI check types; whoever starts the product need not wait for it.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  devIndicators: false,
  allowedDevOrigins: ["127.0.0.1"],
  transpilePackages: ["@slipway/core", "@slipway/db", "@slipway/environment", "@slipway/forge", "@slipway/queue"],
  headers: async () => [{ source: "/:path*", headers: safeHeaders }],
  serverExternalPackages: ["bullmq", "ioredis", "pg", "pino"],
} satisfies NextConfig;
