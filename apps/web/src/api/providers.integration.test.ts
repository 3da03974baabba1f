import { randomUUID } from "node:crypto";
import type { Models, Problem, Provider, ProviderTest, Repository, Task } from "@slipway/core";
import { createApiKey, openDatabase, parseKeyring } from "@slipway/db";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApi } from "./create-api.ts";
import { makeRepository } from "./test/make-repository.ts";
import { bodyOf, openTestApi, type TestApi } from "./test/open-test-api.ts";

const KEY = "sk-canary-91827-provider";
let test: TestApi;
let repository: Repository;
const connected = { name: "Acme", baseUrl: "https://api.acme.example/v1", key: KEY, models: [{ name: "acme-1" }, { name: "gpt-5" }] };

beforeAll(async () => {
  test = await openTestApi({ OPENAI_API_KEY: "", SLIPWAY_MODEL: "own-model" });
  repository = await bodyOf(await test.call("POST", "/repositories", { body: { path: await makeRepository(["main"]) } }), 201);
});
afterAll(() => test[Symbol.asyncDispose]());

async function problemOf(response: Response, status: number): Promise<Problem> {
  return bodyOf<Problem>(response, status);
}

async function rows(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: test.context.settings.databaseUrl });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const sendTask = (body: Record<string, unknown>) =>
  test.call("POST", "/tasks", { body: { repositoryId: repository.id, prompt: "Fix it", ...body } });

describe("model providers", () => {
  it("are needed before a task can run on a real repository", async () => {
    expect(await bodyOf<Models>(await test.call("GET", "/models"), 200)).toMatchObject({
      default: "demo",
      demo: true,
      items: [{ demo: true }],
    });
    expect((await problemOf(await sendTask({}), 400)).detail).toMatch(/Connect a provider in the settings/);
  });

  it("are refused a key that could not be sealed", async () => {
    expect((await problemOf(await test.call("POST", "/providers", { body: connected }), 400)).errors).toMatchObject([{ path: "key" }]);
  });

  it("are connected, listed with their models, chosen per task, and removed; their keys are shown nowhere", async () => {
    const keyring = parseKeyring(Buffer.alloc(32, 7).toString("base64"));
    await using db = openDatabase({ url: test.context.settings.databaseUrl, maxConnections: 3, keyring });
    const api = createApi({ ...test.context, db });
    const made = await api.request(`${test.base}/api/v1/providers`, {
      method: "POST",
      headers: { authorization: `Bearer ${test.key}`, "content-type": "application/json" },
      body: JSON.stringify(connected),
    });
    const provider = await bodyOf<Provider>(made, 201);
    expect(provider).toMatchObject({ name: "Acme", hasKey: true, api: "responses", models: [{ vision: false }, { vision: true }] });

    const models = await bodyOf<Models>(await test.call("GET", "/models"), 200);
    expect(models).toMatchObject({ default: "acme-1", defaultProviderId: provider.id, demo: false });
    expect(models.items.map(({ name, provider: { name: of } }) => `${of}: ${name}`)).toEqual(["Acme: acme-1", "Acme: gpt-5"]);

    const byDefault = await bodyOf<Task>(await sendTask({}), 201);
    expect(byDefault).toMatchObject({ model: "acme-1", demo: false, provider: { id: provider.id, name: "Acme" } });
    const chosen = await bodyOf<Task>(await sendTask({ providerId: provider.id, model: "gpt-5", effort: "high" }), 201);
    expect(chosen).toMatchObject({ model: "gpt-5", effort: "high", provider: { name: "Acme" } });
    expect(await bodyOf<Task>(await sendTask({ model: "gpt-5" }), 201)).toMatchObject({ provider: { name: "Acme" } });
    expect((await problemOf(await sendTask({ providerId: provider.id, model: "gpt-9" }), 400)).detail).toBe(
      "Acme has no model gpt-9. It has acme-1, gpt-5.",
    );
    expect((await problemOf(await sendTask({ model: "gpt-9" }), 400)).detail).toMatch(/No provider has a model gpt-9/);
    expect((await problemOf(await sendTask({ providerId: randomUUID() }), 404)).detail).toMatch(/There is no provider/);

    const moved = await test.call("PATCH", `/providers/${provider.id}`, { body: { baseUrl: "https://evil.example/v1" } });
    expect((await problemOf(moved, 400)).errors).toMatchObject([{ path: "key", message: expect.stringContaining("needs the key again") }]);
    expect((await problemOf(await test.call("DELETE", `/providers/${provider.id}`), 409)).detail).toMatch(/3 attempts work with Acme/);
    for (const { id } of [byDefault, chosen]) await test.call("POST", `/tasks/${id}/cancel`);
    const audit = JSON.stringify(await rows(`SELECT action, detail FROM "AuditEntry"`));
    expect(audit).toContain("provider.created");
    const everything = JSON.stringify([provider, models, audit, await (await test.call("GET", "/providers")).json()]);
    expect(everything).not.toContain("canary");
  });

  it.each([
    [{ name: "" }, /Name the provider/],
    [{ baseUrl: "http://api.acme.example/v1" }, /Use https/],
    [{ baseUrl: "https://u:p@acme.example/v1" }, /in its own field/],
    [{ key: "abc" }, /6 characters/],
    [{ models: [{ name: "a" }, { name: "a" }] }, /same name/],
    [{ models: [{ name: "a", price: { inputUsd: -1, cachedInputUsd: 0, outputUsd: 0 } }] }, /not below zero/],
    [{ api: "grpc" }, /api/],
  ])("are refused %j in words", async (part, words) => {
    const refused = await test.call("POST", "/providers", { body: { ...connected, name: "Another", key: null, ...part } });
    expect((await problemOf(refused, 400)).detail).toMatch(words);
  });

  it("are changed by owners and admins alone", async () => {
    const [member] = await rows(`INSERT INTO "User" (id, name, role) VALUES (gen_random_uuid(), 'Mia', 'member') RETURNING id`);
    const { key } = await createApiKey(test.context.db, { userId: String(member?.id), name: "m" });
    const headers = { authorization: `Bearer ${key}` };
    const id = randomUUID();
    const asked = [
      ["POST", "/providers", connected],
      ["PATCH", `/providers/${id}`, { name: "x" }],
      ["DELETE", `/providers/${id}`, undefined],
      ["POST", "/provider-tests", { providerId: null }],
    ] as const;
    for (const [method, path, body] of asked)
      expect((await problemOf(await test.call(method, path, { headers, body }), 403)).detail).toMatch(/Only owners and admins/);
    expect((await test.call("GET", "/providers", { headers })).status).toBe(200);
  });

  it("are tested by a worker, which is rung for", async () => {
    const asked = await bodyOf<ProviderTest>(
      await test.call("POST", "/provider-tests", { body: { providerId: null, model: "gpt-5" } }),
      201,
    );
    expect(asked).toMatchObject({ providerId: null, model: "gpt-5", result: null });
    expect(await bodyOf(await test.call("GET", `/provider-tests/${asked.id}`), 200)).toEqual(asked);
    const unknown = await test.call("POST", "/provider-tests", { body: { providerId: randomUUID(), model: "m" } });
    expect((await problemOf(unknown, 404)).detail).toMatch(/There is no provider/);
  });
});
