import type { AttemptEvent, Task } from "@slipway/core";
import { appendEvents, claimAttempt, finishAttempt } from "@slipway/db";
import { publish } from "@slipway/queue";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApi } from "../create-api.ts";
import { makeRepository } from "../test/make-repository.ts";
import { bodyOf, openTestApi, type TestApi } from "../test/open-test-api.ts";
import { readStream, type Told } from "../test/read-stream.ts";

let test: TestApi;
beforeAll(async () => {
  test = await openTestApi({ OPENAI_API_KEY: "", SLIPWAY_SAMPLE_PATH: await makeRepository(["main"]) });
});
afterAll(() => test[Symbol.asyncDispose]());

describe("an attempt's events", () => {
  it("reach a reader that comes back again and again each exactly once, in order, to the end", async () => {
    const attempt = await startAttempt();
    const writing = writeEvents(attempt, 300);
    const told: Told[] = [];
    let isOver = false;
    while (!isOver) {
      const resume = told.at(-1)?.id;
      const headers: Record<string, string> = typeof resume === "string" ? { "last-event-id": resume } : {};
      const response = await test.call("GET", `/attempts/${attempt.attemptId}/events`, { headers });
      const part = await readStream(response, (read) => read.length >= 40);
      told.push(...part);
      isOver = part.length < 40;
    }
    await writing;
    const stored = await events(attempt.attemptId);
    expect(told.map(({ id }) => Number(id))).toEqual(Array.from({ length: stored.length }, (_, index) => index + 1));
    expect(told.map(({ data }) => data)).toEqual(stored);
    expect(stored.at(-1)?.body.type).toBe("attempt.ended");
  });

  it("are pages of JSON where asked", async () => {
    const attempt = await startAttempt();
    const first = await bodyOf<{ items: AttemptEvent[]; nextAfter: number }>(
      await test.call("GET", `/attempts/${attempt.attemptId}/events?format=json&limit=2`),
      200,
    );
    expect(first.items.map(({ seq }) => seq)).toEqual([1, 2]);
    const rest = await bodyOf(await test.call("GET", `/attempts/${attempt.attemptId}/events?format=json&after=1000`), 200);
    expect(rest).toEqual({ items: [], nextAfter: 1000 });
  });
});

describe("the dashboard's stream", () => {
  it("tells of a changed task and of the watched attempt's events", async () => {
    const attempt = await startAttempt();
    const response = await test.call("GET", `/stream?attempt=${attempt.attemptId}&after=1`);
    const reading = readStream(
      response,
      (told) => told.some(({ event }) => event === "task") && told.filter(({ event }) => event === "attempt").length > 5,
    );
    const stop = new AbortController();
    const publishing = publishUntil(attempt, stop.signal);
    await writeEvents(attempt, 6);
    const told = await reading;
    stop.abort();
    await publishing;
    expect(told.find(({ event }) => event === "task")?.data).toEqual({ taskId: attempt.taskId });
    const ids = told.filter(({ event }) => event === "attempt").map(({ id }) => Number(id));
    expect(ids).toEqual(ids.map((_, index) => index + 2));
  });

  it("lets go of the relay when the reader is gone", async () => {
    const gone = new AbortController();
    const response = await test.api.request(`${test.base}/api/v1/stream`, {
      headers: { authorization: `Bearer ${test.key}` },
      signal: gone.signal,
    });
    const reading = readStream(response, () => false);
    gone.abort();
    expect(await reading).toEqual([]);
  });
});

describe("a process that is asked to end", () => {
  it("ends its streams, which would hold it up", async () => {
    const closing = new AbortController();
    const api = createApi({ ...test.context, closing: closing.signal });
    const response = await api.request(`${test.base}/api/v1/stream`, { headers: { authorization: `Bearer ${test.key}` } });
    const reading = readStream(response, () => false);
    closing.abort();
    expect(await reading).toEqual([]);
  });
});

type Running = { taskId: string; attemptId: string; epoch: number };

async function startAttempt(): Promise<Running> {
  const task = await bodyOf<Task>(await test.call("POST", "/sample"), 201);
  const attemptId = task.turnList[0]?.attempts[0]?.id ?? "";
  const work = await claimAttempt(test.context.db, { attemptId, workerId: "test", leaseSeconds: 60 });
  if (work === null) throw new Error("The attempt could not be claimed");
  return { taskId: task.id, attemptId, epoch: work.epoch };
}

/** Appends `count` notes one by one, ringing for each as a worker does, then ends the attempt. */
async function writeEvents({ attemptId, epoch }: Running, count: number): Promise<void> {
  const { db, queue } = test.context;
  for (let index = 0; index < count; index += 1) {
    const [event] = await appendEvents(db, { attemptId, epoch, bodies: [{ type: "note.added", level: "info", text: `note ${index}` }] });
    await publish(queue, { subject: `attempt.${attemptId}`, payload: { seq: event?.seq } });
  }
  await finishAttempt(db, { attemptId, epoch, ending: { kind: "cancelled", reason: "enough" }, change: null, verifications: [] });
  await publish(queue, { subject: `attempt.${attemptId}`, payload: {} });
}

async function publishUntil({ taskId }: Running, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) await publish(test.context.queue, { subject: `task.${taskId}`, payload: {} });
}

async function events(attemptId: string): Promise<AttemptEvent[]> {
  return (await bodyOf<{ items: AttemptEvent[] }>(await test.call("GET", `/attempts/${attemptId}/events?format=json&limit=1000`), 200))
    .items;
}
