import { isIP } from "node:net";
import { resolve } from "node:path";
import { z } from "zod";
import { StepError } from "./step-error.ts";

const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `is not a URL of the form ${protocols.map((protocol) => `${protocol}//…`).join(" or ")}`,
  });

const text = z.string().min(1);

const whole = ({ min, max = Number.MAX_SAFE_INTEGER }: { min: number; max?: number }) =>
  z.coerce.number({ error: "is not a number" }).int("is not a whole number").min(min, `is below ${min}`).max(max, `is more than ${max}`);

/** 32 bytes in base64, once or several times. */
const secretKeys = z.string().refine((keys) => /^\s*[A-Za-z0-9+/_-]{43}=?(\s*,\s*[A-Za-z0-9+/_-]{43}=?)*\s*$/.test(keys), {
  error: "is not 32 bytes in base64; make a key with: openssl rand -base64 32",
});

/** Every setting of `npm start`, as it stands in the environment or in `.env`; what each means is told in `.env.example`. */
const Settings = z.object({
  PORT: z.coerce
    .number({ error: "is not a number" })
    .int("is not a whole number")
    .min(1, "is not a port")
    .max(65_535, "is not a port")
    .default(3000),
  HOST: z
    .string()
    .refine((host) => isIP(host) !== 0 || host === "localhost", { error: "is neither an IP address nor localhost" })
    .default("127.0.0.1"),
  SLIPWAY_DATA_DIR: text.default(".data").transform((path) => resolve(path)),
  DATABASE_URL: url("postgresql:", "postgres:").optional(),
  REDIS_URL: url("redis:", "rediss:").optional(),
  DOCKER_HOST: url("unix:", "tcp:", "http:", "https:", "ssh:").optional(),
  SLIPWAY_RUNTIME: z.enum(["runc", "runsc"], { error: "is neither runc nor runsc" }).optional(),
  OPENAI_API_KEY: text.optional(),
  OPENAI_BASE_URL: url("https:", "http:").optional(),
  SLIPWAY_MODEL: text.optional(),
  SLIPWAY_MODEL_API: z.enum(["responses", "chat"], { error: "is neither responses nor chat" }).optional(),
  SLIPWAY_MODEL_PRICE: z
    .string()
    .regex(/^\d+(\.\d+)?(,\d+(\.\d+)?){2}$/, "is not three prices such as 1.25,0.125,10")
    .optional(),
  SLIPWAY_API_KEY: z.string().min(16, "has fewer than 16 characters").optional(),
  SLIPWAY_SECRET_KEY: secretKeys.optional(),
  GITHUB_TOKEN: text.optional(),
  GITHUB_API_URL: url("https:", "http:").optional(),
  SLIPWAY_LOCAL_REPOSITORIES: text.optional(),
  SLIPWAY_REPOSITORY_BYTES: whole({ min: 1 }).optional(),
  SLIPWAY_PRIVATE_HOSTS: text.optional(),
  SLIPWAY_IDLE_MINUTES: z.coerce.number({ error: "is not a number" }).min(0, "is below 0").max(1_440, "is more than a day").optional(),
  SLIPWAY_WARM_SANDBOXES: whole({ min: 0, max: 256 }).optional(),
  SLIPWAY_CONCURRENCY: whole({ min: 1, max: 256 }).optional(),
  SLIPWAY_DISK_FLOOR_BYTES: whole({ min: 0 }).optional(),
  SLIPWAY_SNAPSHOT_DAYS: whole({ min: 1, max: 3_650 }).optional(),
  SLIPWAY_SNAPSHOTS_PER_ENVIRONMENT: whole({ min: 1, max: 100 }).optional(),
  SLIPWAY_SNAPSHOT_BYTES: whole({ min: 0 }).optional(),
  SLIPWAY_NO_INSTALL: z.enum(["0", "1"], { error: "is neither 0 nor 1" }).optional(),
});
export type Settings = z.infer<typeof Settings>;

/** Reads the settings; an empty value counts as absent. Throws one StepError that lists every fault. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const given = Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== "");
  const parsed = Settings.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
  throw new StepError(faults.join("\n"), [
    "Mend these in the environment or in .env (.env.example explains each) and run npm start again.",
  ]);
}

/** Whether only programs on this machine can reach a server that listens there. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}
