import { randomUUID } from "node:crypto";
import type { Environment, Repository, Task } from "@slipway/core";
import { openDatabase, takeOutbox } from "@slipway/db";
import { consume, openQueue } from "@slipway/queue";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApi } from "./create-api.ts";
import { makeRepository } from "./test/make-repository.ts";
import { bodyOf, openTestApi, type TestApi } from "./test/open-test-api.ts";

let test: TestApi;
let repository: Repository;
beforeAll(async () => {
  const samplePath = await makeRepository(["main"]);
  test = await openTestApi({ OPENAI_API_KEY: "", SLIPWAY_SAMPLE_PATH: samplePath });
  repository = await bodyOf<Repository>(
    await test.call("POST", "/repositories", { body: { path: await makeRepository(["trunk", "next"]) } }),
    201,
  );
});
afterAll(() => test[Symbol.asyncDispose]());

describe("repositories and environments", () => {
  it("take the default branch from the remote and answer its branches", async () => {
    expect(repository).toMatchObject({ kind: "path", defaultBranch: "trunk", sample: false });
    const answer = await bodyOf(await test.call("GET", `/repositories/${repository.id}/branches`), 200);
    const commit = expect.stringMatching(/^[0-9a-f]{40}$/);
    expect(answer).toEqual({
      defaultBranch: "trunk",
      items: expect.arrayContaining([
        { name: "trunk", commit },
        { name: "next", commit },
      ]),
    });
  });

  it("are changed field by field, and leave when they are deleted", async () => {
    const input = { repositoryId: repository.id, name: "node", checks: [{ name: "tests", command: "npm test" }] };
    const created = await bodyOf<Environment>(await test.call("POST", "/environments", { body: input }), 201);
    expect(created).toMatchObject({ ...input, checks: [{ name: "tests", command: "npm test", timeoutSeconds: 900 }], secretNames: [] });
    const changed = await bodyOf(await test.call("PATCH", `/environments/${created.id}`, { body: { setupScript: "npm ci" } }), 200);
    expect(changed).toEqual({ ...created, setupScript: "npm ci", updatedAt: expect.any(String) });
    expect((await test.call("DELETE", `/environments/${created.id}`)).status).toBe(204);
    expect((await test.call("GET", `/environments/${created.id}`)).status).toBe(404);
  });
});

describe("the sample", () => {
  it("is one call away, rings at once, and is added only once", async () => {
    const rung: string[] = [];
    const consumer = await consume(test.context.queue, { topic: "attempt", concurrency: 1, handle: async (id) => void rung.push(id) });
    const first = await bodyOf<Task>(await test.call("POST", "/sample"), 201);
    expect(first).toMatchObject({
      status: "queued",
      demo: true,
      model: "demo",
      branch: "main",
      title: "Make the failing test pass.",
      environment: { checks: 1 },
    });
    await expect.poll(() => rung, { timeout: 10_000 }).toEqual(first.turnList[0]?.attempts.map(({ id }) => id));
    await consumer.close();
    const second = await bodyOf<Task>(await test.call("POST", "/sample"), 201);
    expect(second.repository.id).toBe(first.repository.id);
    expect(second.environment?.id).toBe(first.environment?.id);
  });
});

describe("a task", () => {
  it("is cancelled, retried, archived and brought back", async () => {
    const { id } = await bodyOf<Task>(await test.call("POST", "/sample"), 201);
    expect((await test.call("POST", `/tasks/${id}/archive`)).status).toBe(409);
    expect((await test.call("POST", `/tasks/${id}/retry`)).status).toBe(409);
    expect(await bodyOf(await test.call("POST", `/tasks/${id}/cancel`), 200)).toMatchObject({ status: "cancelled" });
    expect(await bodyOf(await test.call("POST", `/tasks/${id}/archive`), 200)).toMatchObject({ archivedAt: expect.any(String) });
    expect(await bodyOf(await test.call("POST", `/tasks/${id}/unarchive`), 200)).toMatchObject({ archivedAt: null });
    expect(await bodyOf(await test.call("POST", `/tasks/${id}/retry`), 200)).toMatchObject({ status: "queued" });
    expect((await test.call("POST", `/tasks/${id}/read`)).status).toBe(204);
  });

  it("takes a message as steering while it is unfinished and as a turn after", async () => {
    const { id } = await bodyOf<Task>(await test.call("POST", "/sample"), 201);
    const say = async (text: string) =>
      bodyOf<{ kind: string; task: Task }>(await test.call("POST", `/tasks/${id}/messages`, { body: { text } }), 201);
    expect((await say("Use integers")).kind).toBe("steering");
    await test.call("POST", `/tasks/${id}/cancel`);
    const { kind, task } = await say("Go on");
    expect({ kind, turns: task.turnList.map((turn) => turn.text) }).toEqual({ kind: "turn", turns: [expect.any(String), "Go on"] });
  });

  it("has no change, and nothing to deliver, before it ran", async () => {
    const task = await bodyOf<Task>(await test.call("POST", "/sample"), 201);
    const attemptId = task.turnList[0]?.attempts[0]?.id;
    expect((await test.call("GET", `/attempts/${attemptId}/patch`)).status).toBe(404);
    expect((await test.call("POST", `/attempts/${attemptId}/delivery`, { body: { kind: "branch" } })).status).toBe(409);
    expect(await (await test.call("GET", `/attempts/${attemptId}/log`)).text()).toBe("");
  });

  it.each([
    "GET /tasks/:id",
    "POST /tasks/:id/cancel",
    "POST /tasks/:id/retry",
    "GET /attempts/:id/events",
    "GET /attempts/:id/log",
    "GET /attempts/:id/patch",
    "GET /verifications/:id/log",
  ])("that is not there is a 404 that names the id: %s", async (route) => {
    const id = randomUUID();
    const [method = "", path = ""] = route.split(" ");
    expect(await bodyOf(await test.call(method, path.replace(":id", id)), 404)).toMatchObject({ detail: expect.stringContaining(id) });
  });
});

describe("a queue that is gone", () => {
  it("costs no task: the answer is the same, and the doorbell stays for the sweeper", async () => {
    const queue = await openQueue({ databaseUrl: test.context.settings.databaseUrl });
    await queue[Symbol.asyncDispose]();
    const told: unknown[][] = [];
    const log = Object.assign(Object.create(test.context.log), { warn: (...message: unknown[]) => told.push(message) });
    const api = createApi({ ...test.context, queue, log });
    const headers = { authorization: `Bearer ${test.key}` };
    const response = await api.request(`${test.base}/api/v1/sample`, { method: "POST", headers });
    const task = await bodyOf<Task>(response, 201);
    await expect.poll(() => told.length, { timeout: 20_000 }).toBe(1);
    const left: string[] = [];
    await takeOutbox(test.context.db, { limit: 50, deliver: async ({ subjectId }) => void left.push(subjectId) });
    expect(left).toEqual(task.turnList[0]?.attempts.map(({ id }) => id));
  });
});

describe("a database that is gone", () => {
  it("is told in one sentence with what to do", async () => {
    await using db = openDatabase({ url: "postgresql://nobody@127.0.0.1:1/none" });
    const api = createApi({ ...test.context, db });
    const response = await api.request(`${test.base}/api/v1/tasks`, { headers: { authorization: `Bearer ${test.key}` } });
    expect(await bodyOf(response, 503)).toMatchObject({
      detail: expect.stringMatching(/^The database cannot be reached\. Check that Postgres runs/),
    });
  });
});

describe("an Idempotency-Key", () => {
  it("makes one task of twenty submits at once", async () => {
    const headers = { "idempotency-key": randomUUID() };
    const before = await tasks();
    const answers = await Promise.all(Array.from({ length: 20 }, () => test.call("POST", "/sample", { headers })));
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
    expect((await tasks()) - before).toBe(1);
    const replay = await test.call("POST", "/sample", { headers });
    expect(replay.headers.get("idempotency-replayed")).toBe("true");
    const ids = await Promise.all(
      [replay, ...answers.filter(({ status }) => status === 201)].map(async (answer) => (await bodyOf<Task>(answer, 201)).id),
    );
    expect(new Set(ids).size).toBe(1);
  });

  it("does not answer for another request", async () => {
    const headers = { "idempotency-key": randomUUID() };
    await bodyOf(await test.call("POST", "/api-keys", { headers, body: { name: "one" } }), 201);
    expect((await test.call("POST", "/api-keys", { headers, body: { name: "two" } })).status).toBe(422);
  });
});

async function tasks(): Promise<number> {
  return (await bodyOf<{ items: unknown[] }>(await test.call("GET", "/tasks?limit=200"), 200)).items.length;
}
