import path from "node:path";
import { z } from "zod";

const empty = (value: unknown) => (value === "" ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(empty, schema.optional());

const Environment = z.object({
  DATABASE_URL: z.string({ error: "Set DATABASE_URL to a Postgres URL." }).min(1, { error: "Set DATABASE_URL to a Postgres URL." }),
  REDIS_URL: optional(z.string()),
  PORT: z.preprocess(empty, z.coerce.number({ error: "PORT is not a number." }).int().min(1).max(65_535).default(3000)),
  HOST: z.preprocess(empty, z.string().default("127.0.0.1")),
  SLIPWAY_DATA_DIR: z.preprocess(empty, z.string().default(".data")),
  SLIPWAY_SAMPLE_PATH: optional(z.string()),
  SLIPWAY_REPOSITORY_BYTES: z.preprocess(
    empty,
    z.coerce
      .number()
      .int()
      .min(1)
      .default(5 * 2 ** 30),
  ),
  SLIPWAY_LOCAL_REPOSITORIES: z.preprocess(empty, z.string().default("")),
  SLIPWAY_API_KEY: optional(z.string().min(16, { error: "SLIPWAY_API_KEY has at least 16 characters." })),
  SLIPWAY_MODEL: z.preprocess(empty, z.string().default("gpt-5")),
  SLIPWAY_MODEL_API: z.preprocess(empty, z.enum(["responses", "chat"]).default("responses")),
  OPENAI_API_KEY: optional(z.string()),
  OPENAI_BASE_URL: optional(z.string()),
  SLIPWAY_SECRET_KEY: optional(z.string()),
  SLIPWAY_SECRET_KEY_FILE: optional(z.string()),
  GITHUB_TOKEN: optional(z.string()),
  HTTPS_PROXY: optional(z.string()),
  NO_PROXY: optional(z.string()),
  GIT_SSL_CAINFO: optional(z.string()),
  SSL_CERT_FILE: optional(z.string()),
  GITHUB_API_URL: optional(z.url({ error: "GITHUB_API_URL is not a URL." })),
  NODE_ENV: optional(z.string()),
  LOG_LEVEL: z.preprocess(empty, z.enum(["fatal", "error", "warn", "info", "debug", "silent"]).default("info")),
});

export type WebSettings = ReturnType<typeof readSettings>;

/** The web process's settings; throws with every fault in one list. The model's key itself stays with the worker. */
export function readSettings(variables: Record<string, string | undefined> = process.env) {
  const parsed = Environment.safeParse(variables);
  if (!parsed.success) throw new Error(`The dashboard's settings are faulty:\n${z.prettifyError(parsed.error)}`);
  const env = parsed.data;
  return {
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    port: env.PORT,
    host: env.HOST,
    mirrorsDir: path.resolve(env.SLIPWAY_DATA_DIR, "mirrors"),
    mirrorBounds: { bytes: env.SLIPWAY_REPOSITORY_BYTES },
    samplePath: env.SLIPWAY_SAMPLE_PATH,
    /** Folders whose repositories may be added by path when the dashboard does not listen on loopback alone. */
    localRepositories: env.SLIPWAY_LOCAL_REPOSITORIES.split(path.delimiter).filter((folder) => folder !== ""),
    bootstrapKey: env.SLIPWAY_API_KEY,
    /** What seals the secrets of environments; without either, none can be stored. */
    secretKey: { keys: env.SLIPWAY_SECRET_KEY, file: env.SLIPWAY_SECRET_KEY_FILE },
    model: {
      name: env.SLIPWAY_MODEL,
      api: env.SLIPWAY_MODEL_API,
      connected: env.OPENAI_API_KEY !== undefined || env.OPENAI_BASE_URL !== undefined,
    },
    /** How git reaches https remotes from this network. */
    web: { proxy: env.HTTPS_PROXY, noProxy: env.NO_PROXY, caBundle: env.GIT_SSL_CAINFO ?? env.SSL_CERT_FILE },
    githubToken: env.GITHUB_TOKEN,
    /** Whose repositories have pull requests; an API address of one's own means a server of one's own. */
    githubHosts: [new URL(env.GITHUB_API_URL ?? "https://api.github.com").hostname.replace(/^api\./, "")],
    development: env.NODE_ENV === "development",
    logLevel: env.LOG_LEVEL,
  };
}
