import { randomBytes } from "node:crypto";
import type { Script } from "@slipway/agent";
import { CreateProviderInput, type Provider, type ProviderTest, UpdateProviderInput } from "@slipway/core";
import {
  createProvider,
  createProviderTest,
  type Database,
  deleteProvider,
  getProvider,
  getProviderTest,
  openDatabase,
  parseKeyring,
  readEvents,
  retryTask,
  updateProvider,
} from "@slipway/db";
import { afterAll, expect, test } from "vitest";
import { aSampleRepository } from "./a-repository.ts";
import { aScriptedModel, commandScript } from "./a-scripted-model.ts";
import { aWorkerSite, sendTask, untilTask } from "./a-worker.ts";

const secretKey = randomBytes(32).toString("base64");
const KEY = `sk-canary-${randomBytes(8).toString("hex")}`;
const price = { inputUsd: 2, cachedInputUsd: 0.5, outputUsd: 8 };
const ended = ({ status }: { status: string }) => ["succeeded", "failed", "cancelled", "waiting"].includes(status);

// The worker's own settings name no model, so nothing but a provider can answer.
const site = await aWorkerSite({ SLIPWAY_SECRET_KEY: secretKey });
const db: Database = openDatabase({ url: site.settings.databaseUrl, keyring: parseKeyring(secretKey) });
const repository = await aSampleRepository();
await site.start();
afterAll(async () => {
  await db[Symbol.asyncDispose]();
  await site[Symbol.asyncDispose]();
  await repository[Symbol.asyncDispose]();
});

async function connected(script: Script, model: Record<string, unknown> = {}) {
  const scripted = await aScriptedModel(script);
  const name = randomBytes(4).toString("hex");
  const input = { name, baseUrl: scripted.server.url, key: KEY, models: [{ name: "acme-1", price, ...model }] };
  const provider = await createProvider(db, { input: CreateProviderInput.parse(input) });
  return { server: scripted.server, provider, [Symbol.asyncDispose]: () => scripted[Symbol.asyncDispose]() };
}

const send = ({ id }: Provider, task: Parameters<typeof sendTask>[1]["task"] = {}) =>
  sendTask(db, {
    location: repository.folder,
    prompt: "Do it",
    environment: { name: randomBytes(4).toString("hex") },
    task: { model: "acme-1", providerId: id, ...task },
  });

test("a task is worked on by its provider's model, with its key and its effort, and what it cost is counted", async () => {
  const done = commandScript("true", { title: "Done", summary: `I was asked with ${KEY}.` });
  await using acme = await connected((request) => ({ ...done(request), usage: { input: 1_000_000, cached: 0, output: 100_000 } }), {
    reasoning: true,
  });
  const { taskId, attemptId } = await send(acme.provider, { effort: "high" });
  const task = await untilTask(db, taskId, ended);
  expect(task).toMatchObject({ status: "succeeded", provider: { name: acme.provider.name }, costUsd: 2 * (2 + 0.8) });
  const [first] = acme.server.requests;
  expect(first?.headers).toMatchObject({ authorization: `Bearer ${KEY}` });
  expect(first?.body).toMatchObject({ model: "acme-1", reasoning: { effort: "high" } });
  expect(JSON.stringify([task, await readEvents(db, { attemptId, after: 0 })])).not.toContain(KEY);
});

test("a money limit holds as soon as a price is known", async () => {
  await using acme = await connected(({ step }) => ({
    calls: [{ name: "shell", input: { command: `echo ${step}` } }],
    usage: { input: 1_000_000, output: 0 },
  }));
  const { taskId } = await send(acme.provider, { limits: { costUsd: 3 } });
  const task = await untilTask(db, taskId, ended);
  expect(task.costUsd).toBe(4);
  expect(JSON.stringify(task.turnList[0]?.attempts[0])).toMatch(/money|cost|\$/i);
});

test("a rate limit is told to every worker, and the task goes on by itself", async () => {
  const done = commandScript("true");
  await using acme = await connected((request) =>
    request.step === 0 && request.repeats === 0
      ? { fault: { kind: "status", status: 429, code: "rate_limit_exceeded", message: "Slow down", headers: { "retry-after": "2" } } }
      : done(request),
  );
  const { taskId } = await send(acme.provider);
  await expect.poll(async () => (await getProvider(db, { providerId: acme.provider.id })).limitedUntil, { timeout: 30_000 }).not.toBeNull();
  expect((await untilTask(db, taskId, ended)).status).toBe("succeeded");
});

test("a task whose provider was removed ends with words instead of asking another server", async () => {
  await using acme = await connected(commandScript("true"));
  const { taskId } = await send(acme.provider);
  await untilTask(db, taskId, ended);
  await deleteProvider(db, { providerId: acme.provider.id });
  await retryTask(db, { taskId });
  const task = await untilTask(db, taskId, ({ turnList }) => turnList[0]?.attempts[1]?.finishedAt != null);
  expect(task.turnList[0]?.attempts[1]?.failure).toMatchObject({
    code: "model_unauthorized",
    message: `The provider ${acme.provider.name}, which this task works with, was removed.`,
  });
});

test("a test of a connection is made by a worker and tells what it learned", async () => {
  const script: Script = ({ tools, step }) => {
    if (!tools.includes("add")) return { text: "red" };
    return step === 0 ? { calls: [{ name: "add", input: { a: 2, b: 3 } }] } : { text: "5" };
  };
  await using acme = await connected(script);
  const result = (await tested({ providerId: acme.provider.id, model: "acme-1" })).result;
  expect(result).toMatchObject({ failure: null, learned: { api: "responses", parallelCalls: false, freeformPatch: false, vision: true } });
  expect(result?.usage.costUsd).toBeGreaterThan(0);
  await updateProvider(db, {
    providerId: acme.provider.id,
    input: UpdateProviderInput.parse({ baseUrl: "http://127.0.0.1:9/v1", key: "sk-another-key" }),
  });
  const away = (await tested({ providerId: acme.provider.id, model: "acme-1" })).result;
  expect(away?.failure).toMatchObject({ message: expect.stringContaining("does not answer"), hint: expect.stringContaining("address") });
});

async function tested(input: { providerId: string | null; model: string | null }): Promise<ProviderTest> {
  const { testId } = await createProviderTest(db, { input });
  await expect.poll(async () => (await getProviderTest(db, { testId })).finishedAt, { timeout: 30_000 }).not.toBeNull();
  return getProviderTest(db, { testId });
}
