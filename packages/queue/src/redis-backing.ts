import { Queue, Relay, Worker } from "bullmq";
import { Redis } from "ioredis";
import type { Backing, Ring } from "./backing.ts";

const connectLimitMs = 10_000;

/** One client for everything; BullMQ duplicates it where a call blocks. */
export async function openRedisBacking(options: {
  redisUrl: string;
  namespace: string;
  onError: (error: Error) => void;
}): Promise<Backing> {
  const redis = new Redis(options.redisUrl, { maxRetriesPerRequest: null, lazyConnect: true, connectTimeout: connectLimitMs });
  redis.on("error", options.onError);
  try {
    await redis.connect();
  } catch (error) {
    redis.disconnect();
    throw error;
  }
  const shared = { connection: redis, prefix: options.namespace };
  return {
    name: "Redis",
    openBell: (topic) => new Queue<Ring>(topic, shared),
    openListener: (topic, handle, listener) =>
      new Worker<Ring>(topic, (ring, token, signal) => handle(ring, token, signal), { ...shared, ...listener }),
    openRelay: () => new Relay({ ...shared, namespace: options.namespace }) as Relay<never>,
    ping: async () => /^redis_version:(.+)\r?$/m.exec(await redis.info("server"))?.[1]?.trim() ?? "unknown",
    close: async () => redis.disconnect(),
  };
}
