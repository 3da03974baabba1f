import { hostname } from "node:os";
import path from "node:path";
import { ModelPrice } from "@slipway/core";
import { z } from "zod";

const Environment = z.object({
  DATABASE_URL: z.string().min(1, { error: "Set DATABASE_URL to a Postgres URL." }),
  REDIS_URL: z.string().optional(),
  DOCKER_HOST: z.string().optional(),
  SLIPWAY_DATA_DIR: z.string().default(".data"),
  SLIPWAY_SANDBOX_IMAGE: z.string().default("slipway/sandbox:latest"),
  SLIPWAY_RUNTIME: z.enum(["runc", "runsc"], { error: "SLIPWAY_RUNTIME is runc or runsc." }).optional(),
  SLIPWAY_CONCURRENCY: z.coerce.number().int().min(1).max(256).default(16),
  SLIPWAY_LEASE_SECONDS: z.coerce.number().int().min(3).max(600).default(60),
  SLIPWAY_DISK_FLOOR_BYTES: z.coerce
    .number()
    .int()
    .min(0)
    .default(2 * 2 ** 30),
  SLIPWAY_IDLE_MINUTES: z.coerce.number().min(0).max(1_440).default(10),
  SLIPWAY_WARM_SANDBOXES: z.coerce.number().int().min(0).max(256).default(4),
  SLIPWAY_SNAPSHOT_DAYS: z.coerce.number().int().min(1).max(3_650).default(30),
  SLIPWAY_SNAPSHOTS_PER_ENVIRONMENT: z.coerce.number().int().min(1).max(100).default(3),
  SLIPWAY_SNAPSHOT_BYTES: z.coerce
    .number()
    .int()
    .min(0)
    .default(50 * 2 ** 30),
  SLIPWAY_REPOSITORY_BYTES: z.coerce
    .number()
    .int()
    .min(1)
    .default(5 * 2 ** 30),
  SLIPWAY_DEMO_PACE: z.coerce.number().min(0).max(10).default(1),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: z.url({ error: "OPENAI_BASE_URL is not a URL." }).optional(),
  SLIPWAY_MODEL_API: z.enum(["responses", "chat"]).default("responses"),
  SLIPWAY_MODEL: z.string().default("gpt-5"),
  SLIPWAY_MODEL_PRICE: z
    .string()
    .transform((text) => text.split(",").map(Number))
    .pipe(z.tuple([z.number(), z.number(), z.number()], { error: "SLIPWAY_MODEL_PRICE is three numbers: in, cached, out." }))
    .transform(([inputUsd, cachedInputUsd, outputUsd]) => ({ inputUsd, cachedInputUsd, outputUsd }))
    .pipe(ModelPrice)
    .optional(),
  SLIPWAY_SECRET_KEY: z.string().optional(),
  SLIPWAY_SECRET_KEY_FILE: z.string().optional(),
  GITHUB_TOKEN: z.string().optional(),
  HTTPS_PROXY: z.string().optional(),
  HTTP_PROXY: z.string().optional(),
  NO_PROXY: z.string().optional(),
  NODE_EXTRA_CA_CERTS: z.string().optional(),
  SLIPWAY_PRIVATE_HOSTS: z.string().default(""),
  GIT_SSL_CAINFO: z.string().optional(),
  SSL_CERT_FILE: z.string().optional(),
  GITHUB_API_URL: z.url({ error: "GITHUB_API_URL is not a URL." }).optional(),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "silent"]).default("info"),
});

export type WorkerSettings = ReturnType<typeof readSettings>;

/** The worker's settings; an empty value counts as absent. Throws with every fault in one list. */
export function readSettings(variables: NodeJS.ProcessEnv = process.env) {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value.trim() !== ""));
  const parsed = Environment.safeParse({ ...proxiesInLowerCase(given), ...given });
  if (!parsed.success) throw new Error(`The worker's settings are faulty:\n${z.prettifyError(parsed.error)}`);
  const env = parsed.data;
  return {
    workerId: `${hostname()}-${process.pid}-${Date.now().toString(36)}`,
    host: hostname(),
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    dockerHost: env.DOCKER_HOST,
    mirrorsDir: path.resolve(env.SLIPWAY_DATA_DIR, "mirrors"),
    mirrorBounds: { bytes: env.SLIPWAY_REPOSITORY_BYTES },
    sandboxImage: env.SLIPWAY_SANDBOX_IMAGE,
    runtime: env.SLIPWAY_RUNTIME,
    concurrency: env.SLIPWAY_CONCURRENCY,
    leaseSeconds: env.SLIPWAY_LEASE_SECONDS,
    diskFloorBytes: env.SLIPWAY_DISK_FLOOR_BYTES,
    /** For how long a sandbox is kept for a follow-up or an answer, and how many are kept at once on this engine. */
    idleMinutes: env.SLIPWAY_IDLE_MINUTES,
    warmSandboxes: env.SLIPWAY_WARM_SANDBOXES,
    snapshots: {
      maxAgeDays: env.SLIPWAY_SNAPSHOT_DAYS,
      keepPerEnvironment: env.SLIPWAY_SNAPSHOTS_PER_ENVIRONMENT,
      maxBytes: env.SLIPWAY_SNAPSHOT_BYTES,
    },
    demoPace: env.SLIPWAY_DEMO_PACE,
    openAi: {
      apiKey: env.OPENAI_API_KEY,
      baseUrl: env.OPENAI_BASE_URL,
      api: env.SLIPWAY_MODEL_API,
      /** Of `model` alone; what others of the same server cost is not known. */
      price: env.SLIPWAY_MODEL_PRICE ?? null,
      model: env.SLIPWAY_MODEL,
    },
    secretKey: { keys: env.SLIPWAY_SECRET_KEY, file: env.SLIPWAY_SECRET_KEY_FILE },
    /** How git reaches https remotes from this network. */
    web: { proxy: env.HTTPS_PROXY, noProxy: env.NO_PROXY, caBundle: env.GIT_SSL_CAINFO ?? env.SSL_CERT_FILE },
    /** What the gateway needs of this host to carry the sandboxes' requests. */
    gateway: {
      authorityFiles: [env.NODE_EXTRA_CA_CERTS, env.SSL_CERT_FILE],
      companyProxy: { httpsProxy: env.HTTPS_PROXY, httpProxy: env.HTTP_PROXY, noProxy: env.NO_PROXY },
      privateHosts: env.SLIPWAY_PRIVATE_HOSTS.split(",")
        .map((host) => host.trim().toLowerCase())
        .filter((host) => host !== ""),
    },
    github: { token: env.GITHUB_TOKEN, apiUrl: env.GITHUB_API_URL },
    logLevel: env.LOG_LEVEL,
  };
}

/** As many hosts set them. */
function proxiesInLowerCase({ https_proxy: HTTPS_PROXY, http_proxy: HTTP_PROXY, no_proxy: NO_PROXY }: NodeJS.ProcessEnv) {
  return { HTTPS_PROXY, HTTP_PROXY, NO_PROXY };
}
