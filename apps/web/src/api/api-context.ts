import type { Database } from "@slipway/db";
import type { Queue } from "@slipway/queue";
import type { Logger } from "pino";
import type { WebSettings } from "../env.ts";

/** Who asks. `via` tells a browser's cookie, which other sites can make it send, from a key, which they cannot. */
export type Caller = { userId: string; name: string; role: string; via: "session" | "key" };

/** What every route works with. `closing` fires when the process is asked to end, which open streams would hold up. */
export type ApiContext = { db: Database; queue: Queue; log: Logger; settings: WebSettings; version: string; closing: AbortSignal };

/** Hono's per-request variables. */
export type ApiEnv = { Variables: { caller: Caller } };
