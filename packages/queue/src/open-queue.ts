import { UnavailableError } from "@slipway/core";
import type { Relay } from "bullmq";
import type { Backing, Bell } from "./backing.ts";
import { openPostgresBacking } from "./postgres-backing.ts";
import { openRedisBacking } from "./redis-backing.ts";
import { TOPICS, type Topic } from "./topic.ts";
import { withinLimit } from "./within-limit.ts";

/** An open queue. Opaque to callers; the verbs of this package take it first. Disposing ends what still consumes, without grace. */
export type Queue = AsyncDisposable & {
  readonly backing: Backing;
  readonly bells: Record<Topic, Bell>;
  readonly relay: Relay<never>;
  readonly consumers: Set<{ close(options: { graceMs: number }): Promise<void> }>;
  readonly onError: (error: Error) => void;
};

export type OpenQueueOptions = {
  databaseUrl: string;
  /** With it, Redis carries the queue; without, the Postgres of `databaseUrl` does (schema "bullmq"). */
  redisUrl?: string | undefined;
  /** Keeps installations apart that share one Redis: letters, digits, `-` and `_`. */
  namespace?: string;
  /** Told of lost connections and failed handlers, which the queue survives by itself. */
  onError?: (error: Error) => void;
};

/** Throws UnavailableError when the server does not answer within ten seconds. */
export async function openQueue(options: OpenQueueOptions): Promise<Queue> {
  const onError = options.onError ?? (() => {});
  const backing = await openBacking(options, onError);
  const relay = backing.openRelay();
  relay.on("error", onError);
  const bells = Object.fromEntries(TOPICS.map((topic) => [topic, backing.openBell(topic)])) as Record<Topic, Bell>;
  const consumers: Queue["consumers"] = new Set();
  const close = async () => {
    await Promise.all([...consumers].map((consumer) => consumer.close({ graceMs: 0 })));
    await Promise.all([relay.close(), ...TOPICS.map((topic) => bells[topic].close())]);
    await backing.close();
  };
  try {
    await withinLimit(relay.waitUntilReady(), { limitMs: 10_000, what: "Opening the queue" });
  } catch (error) {
    await close();
    throw error;
  }
  return { backing, bells, relay, consumers, onError, [Symbol.asyncDispose]: close };
}

async function openBacking(options: OpenQueueOptions, onError: (error: Error) => void): Promise<Backing> {
  const namespace = options.namespace ?? "slipway";
  try {
    return options.redisUrl === undefined
      ? await openPostgresBacking({ databaseUrl: options.databaseUrl, namespace, onError })
      : await openRedisBacking({ redisUrl: options.redisUrl, namespace, onError });
  } catch (cause) {
    const server = options.redisUrl === undefined ? "PostgreSQL (DATABASE_URL)" : "Redis (REDIS_URL)";
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UnavailableError(`The queue's ${server} cannot be used: ${reason}. Check the address and that the server runs.`, { cause });
  }
}
