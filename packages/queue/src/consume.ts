import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import type { Listener, RingHandler } from "./backing.ts";
import type { Queue } from "./open-queue.ts";
import type { Topic } from "./topic.ts";

const Ring = z.object({ id: z.string().min(1).max(200) });

/** How long handlers may take to leave after their signal was aborted, before they are abandoned. */
const leaveLimitMs = 5_000;

export type ConsumeOptions = {
  topic: Topic;
  concurrency: number;
  /** `signal` is aborted when the message's lock is lost and when `close` runs out of grace. A rejection is reported and not repeated. */
  handle(id: string, signal: AbortSignal): Promise<void>;
  /** A message whose consumer vanished is handed to another one after this long. */
  lockMs?: number;
};

export type Consumer = {
  /** Takes no more messages, waits `graceMs` for the handlers, then aborts their signals. Never longer than grace and five seconds. */
  close(options?: { graceMs?: number }): Promise<void>;
};

/** Resolves once messages are being received. */
export async function consume(queue: Queue, options: ConsumeOptions): Promise<Consumer> {
  const running = new Set<Promise<void>>();
  const lockDuration = options.lockMs ?? 30_000;
  const handle: RingHandler = async (ring, _token, signal) => {
    const work = handleRing(options, ring.data, signal);
    running.add(work);
    try {
      await work;
    } catch (error) {
      queue.onError(new Error(`Handling ${options.topic} ${String(ring.data.id)} failed`, { cause: error }));
    } finally {
      running.delete(work);
    }
  };
  const listener = queue.backing.openListener(options.topic, handle, {
    concurrency: options.concurrency,
    lockDuration,
    stalledInterval: lockDuration,
  });
  listener.on("error", queue.onError);
  listener.on("lockRenewalFailed", (ringIds) => {
    for (const ringId of ringIds) listener.cancelJob(ringId, "The message's lock is lost: another consumer may have it.");
  });
  await listener.waitUntilReady();
  let closed: Promise<void> | undefined;
  const consumer: Consumer = {
    close: ({ graceMs = 30_000 } = {}) => {
      closed ??= drain(listener, running, graceMs).finally(() => queue.consumers.delete(consumer));
      return closed;
    },
  };
  queue.consumers.add(consumer);
  return consumer;
}

async function handleRing(options: ConsumeOptions, data: unknown, signal: AbortSignal | undefined): Promise<void> {
  await options.handle(Ring.parse(data).id, signal ?? new AbortController().signal);
}

async function drain(listener: Listener, running: ReadonlySet<Promise<void>>, graceMs: number): Promise<void> {
  await listener.pause(true);
  if (!(await allSettledWithin(running, graceMs))) {
    listener.cancelAllJobs("The consumer is closing.");
    await allSettledWithin(running, leaveLimitMs);
  }
  await listener.close(running.size > 0);
}

async function allSettledWithin(work: ReadonlySet<Promise<void>>, limitMs: number): Promise<boolean> {
  const timer = new AbortController();
  const late = delay(limitMs, false, { signal: timer.signal }).catch(() => false);
  try {
    return await Promise.race([Promise.allSettled(work).then(() => true), late]);
  } finally {
    timer.abort();
  }
}
