import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { performance } from "node:perf_hooks";
import { UnavailableError } from "@slipway/core";
import { Queue as BullQueue, createPostgresBackend } from "bullmq";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Consumer, consume, openQueue, publish, type Queue, queueHealth, ring, subscribe } from "./index.ts";

const adminUrl = process.env.TEST_POSTGRES_URL ?? "";
const redisUrl = process.env.TEST_REDIS_URL ?? "";
const database = `queue_${randomUUID().replaceAll("-", "")}`;
const namespace = `test-${randomUUID()}`;
const databaseUrl = Object.assign(new URL(adminUrl), { pathname: `/${database}` }).href;

beforeAll(() => administer(`CREATE DATABASE ${database}`));
afterAll(() => administer(`DROP DATABASE ${database} WITH (FORCE)`));

describe.each([
  { name: "Postgres", options: { databaseUrl, namespace } },
  { name: "Redis", options: { databaseUrl, redisUrl, namespace } },
])("a queue on $name", ({ name, options }) => {
  const errors: Error[] = [];
  let queue: Queue;
  beforeAll(async () => {
    queue = await openQueue({ ...options, onError: (error) => errors.push(error) });
  });
  afterAll(async () => {
    await queue[Symbol.asyncDispose]();
  });

  it("hands each ring to one consumer, with the id alone", async () => {
    const received: string[] = [];
    const consumers = await Promise.all(
      [1, 2].map(() => consume(queue, { topic: "attempt", concurrency: 2, handle: async (id) => void received.push(id) })),
    );
    const ids = Array.from({ length: 20 }, () => randomUUID());
    await Promise.all(ids.map((id) => ring(queue, { topic: "attempt", id })));
    await vi.waitFor(() => expect(received.toSorted()).toEqual(ids.toSorted()), { timeout: 10_000, interval: 5 });
    await closeAll(consumers);
  });

  it("never swallows a ring: not after a finished one, not while one of the same id is handled, not when one failed", async () => {
    const id = randomUUID();
    const release = Promise.withResolvers<void>();
    let calls = 0;
    const consumer = await consume(queue, {
      topic: "attempt",
      concurrency: 2,
      handle: async () => {
        calls += 1;
        const call = calls;
        if (call === 1) await release.promise;
        if (call === 2) throw new Error("a handler that fails");
      },
    });
    await ring(queue, { topic: "attempt", id });
    await vi.waitFor(() => expect(calls).toBe(1), { timeout: 10_000, interval: 5 });
    await ring(queue, { topic: "attempt", id });
    await vi.waitFor(() => expect(calls).toBe(2), { timeout: 10_000, interval: 5 });
    release.resolve();
    await ring(queue, { topic: "attempt", id });
    await vi.waitFor(() => expect(calls).toBe(3), { timeout: 10_000, interval: 5 });
    expect(errors.splice(0).map((error) => error.message)).toEqual([`Handling attempt ${id} failed`]);
    await consumer.close();
  });

  it("keeps topics apart", async () => {
    const received: string[] = [];
    const consumers = [
      await consume(queue, { topic: "attempt", concurrency: 1, handle: async (id) => void received.push(`attempt ${id}`) }),
      await consume(queue, { topic: "delivery", concurrency: 1, handle: async (id) => void received.push(`delivery ${id}`) }),
    ];
    await ring(queue, { topic: "delivery", id: "d" });
    await ring(queue, { topic: "attempt", id: "a" });
    await vi.waitFor(() => expect(received.toSorted()).toEqual(["attempt a", "delivery d"]), { timeout: 10_000, interval: 5 });
    await closeAll(consumers);
  });

  it("delivers a delayed ring later and an immediate one first", async () => {
    const received: string[] = [];
    const consumer = await consume(queue, { topic: "attempt", concurrency: 1, handle: async (id) => void received.push(id) });
    await ring(queue, { topic: "attempt", id: "later", delayMs: 300 });
    await ring(queue, { topic: "attempt", id: "now" });
    await vi.waitFor(() => expect(received).toEqual(["now", "later"]), { timeout: 10_000, interval: 5 });
    await consumer.close();
  });

  it("wakes an idle consumer at once: the fastest tenth of rings is handled within 10 ms", async () => {
    let started = Promise.withResolvers<number>();
    const consumer = await consume(queue, {
      topic: "attempt",
      concurrency: 4,
      handle: async () => started.resolve(performance.now()),
    });
    const samples: number[] = [];
    for (let round = 0; round < 60; round += 1) {
      started = Promise.withResolvers<number>();
      const before = performance.now();
      await ring(queue, { topic: "attempt", id: `${round}` });
      samples.push((await started.promise) - before);
    }
    await consumer.close();
    const sorted = samples.toSorted((a, b) => a - b);
    const [tenth = Number.POSITIVE_INFINITY, median = Number.POSITIVE_INFINITY] = [sorted[6], sorted[30]];
    process.stdout.write(`${name}: ring to handler, fastest tenth ${tenth.toFixed(2)} ms, median ${median.toFixed(2)} ms\n`);
    // The median is the bench's business: here it moves with whatever else the machine does. A consumer that polls would need seconds.
    expect(tenth).toBeLessThan(10);
  });

  it("aborts the handler's signal when the message's lock is lost", async () => {
    const entered = Promise.withResolvers<void>();
    const aborted = Promise.withResolvers<void>();
    const consumer = await consume(queue, {
      topic: "attempt",
      concurrency: 1,
      lockMs: 400,
      handle: async (_id, signal) => {
        entered.resolve();
        await once(signal, "abort");
        aborted.resolve();
      },
    });
    await ring(queue, { topic: "attempt", id: "robbed" });
    await entered.promise;
    await stealLocks(name);
    await aborted.promise;
    await consumer.close();
    errors.length = 0;
  });

  it("closes after the running handlers, at once when there are none", async () => {
    const idle = await consume(queue, { topic: "delivery", concurrency: 1, handle: async () => {} });
    const before = performance.now();
    await idle.close();
    expect(performance.now() - before).toBeLessThan(2_000);

    const entered = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    let finished = false;
    const consumer = await consume(queue, {
      topic: "delivery",
      concurrency: 1,
      handle: async (_id, signal) => {
        entered.resolve();
        await release.promise;
        finished = !signal.aborted;
      },
    });
    await ring(queue, { topic: "delivery", id: "slow" });
    await entered.promise;
    const closing = consumer.close({ graceMs: 10_000 });
    release.resolve();
    await closing;
    expect(finished).toBe(true);
  });

  it("aborts handlers that outlive the grace of close, and leaves later rings to the next consumer", async () => {
    const entered = Promise.withResolvers<void>();
    const consumer = await consume(queue, {
      topic: "delivery",
      concurrency: 1,
      handle: async (_id, signal) => {
        entered.resolve();
        await once(signal, "abort");
      },
    });
    await ring(queue, { topic: "delivery", id: "endless" });
    await entered.promise;
    await ring(queue, { topic: "delivery", id: "left for the next" });
    await consumer.close({ graceMs: 50 });
    const received: string[] = [];
    const next = await consume(queue, { topic: "delivery", concurrency: 1, handle: async (id) => void received.push(id) });
    await vi.waitFor(() => expect(received).toEqual(["left for the next"]), { timeout: 10_000, interval: 5 });
    await next.close();
  });

  it("carries a message to every subscriber of a matching subject, in other processes too, and to nobody after close", async () => {
    await using elsewhere = await openQueue(options);
    const received: [string, string, unknown][] = [];
    const any = await subscribe(queue, { subject: "task.*", receive: (subject, payload) => void received.push(["any", subject, payload]) });
    const one = await subscribe(elsewhere, {
      subject: "attempt.7",
      receive: (subject, payload) => void received.push(["one", subject, payload]),
    });
    await publish(elsewhere, { subject: "task.1", payload: {} });
    await publish(queue, { subject: "attempt.8", payload: { seq: 1 } });
    await publish(queue, { subject: "attempt.7", payload: { seq: 2 } });
    await vi.waitFor(() => expect(received).toHaveLength(2), { timeout: 10_000, interval: 5 });
    await any.close();
    await publish(queue, { subject: "task.2", payload: {} });
    await publish(queue, { subject: "attempt.7", payload: { seq: 3 } });
    await vi.waitFor(() => expect(received).toHaveLength(3), { timeout: 10_000, interval: 5 });
    expect(received.toSorted()).toEqual([
      ["any", "task.1", {}],
      ["one", "attempt.7", { seq: 2 }],
      ["one", "attempt.7", { seq: 3 }],
    ]);
    await one.close();
  });

  it("survives a receiver that throws and tells of it", async () => {
    const received: unknown[] = [];
    const bad = await subscribe(queue, { subject: "task.3", receive: () => Promise.reject(new Error("a receiver that fails")) });
    const good = await subscribe(queue, { subject: "task.3", receive: (_subject, payload) => void received.push(payload) });
    await publish(queue, { subject: "task.3", payload: "hello" });
    await vi.waitFor(() => expect([received, errors.map((error) => error.message)]).toEqual([["hello"], ["a receiver that fails"]]), {
      timeout: 10_000,
      interval: 5,
    });
    errors.length = 0;
    await Promise.all([bad.close(), good.close()]);
  });

  it("reports its health with the server's version", async () => {
    expect(await queueHealth(queue)).toEqual({ ok: true, detail: expect.stringMatching(/^(PostgreSQL|Redis) \d+/) });
  });

  it("leaves no error untold", () => {
    expect(errors).toEqual([]);
  });
});

describe("a queue whose server is not there", () => {
  it.each([{ databaseUrl: "postgresql://postgres@127.0.0.1:9/none" }, { databaseUrl, redisUrl: "redis://127.0.0.1:9" }])(
    "is refused with what to do: %o",
    async (options) => {
      const opening = openQueue(options);
      await expect(opening).rejects.toThrow(UnavailableError);
      await expect(opening).rejects.toThrow(/Check the address/);
    },
  );
});

async function closeAll(consumers: readonly Consumer[]): Promise<void> {
  await Promise.all(consumers.map((consumer) => consumer.close()));
}

/** What a rival does: removes every message under the feet of its handler. */
async function stealLocks(backend: string): Promise<void> {
  if (backend === "Redis") {
    const url = new URL(redisUrl);
    const rival = new BullQueue("attempt", { connection: { host: url.hostname, port: Number(url.port) }, prefix: namespace });
    await rival.obliterate({ force: true });
    await rival.close();
    return;
  }
  const rival = new BullQueue("attempt", { connection: { connectionString: databaseUrl } }, createPostgresBackend);
  await rival.obliterate({ force: true });
  await rival.close();
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(statement);
  await client.end();
}
