import { randomBytes } from "node:crypto";
import { ConflictError, CreateProviderInput, InvalidInputError, NotFoundError, UpdateProviderInput } from "@slipway/core";
import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { aTask } from "../../test/a-task.ts";
import { withDatabase } from "../../test/with-database.ts";
import {
  claimProviderTest,
  createProvider,
  createProviderTest,
  type Database,
  deleteProvider,
  finishProviderTest,
  getProvider,
  getProviderTest,
  limitProvider,
  listProviders,
  openDatabase,
  parseKeyring,
  readProviderAccess,
  readProviderLimit,
  resealProviders,
  sweepProviderTests,
  takeOutbox,
  updateProvider,
} from "../index.ts";

const [older, newer] = [randomBytes(32).toString("base64"), randomBytes(32).toString("base64")];
const { db, url, ...database } = await withDatabase({ keyring: parseKeyring(older) });
afterAll(() => database[Symbol.asyncDispose]());

const KEY = "sk-canary-provider-5512";
let count = 0;

function aProvider(overrides: Partial<CreateProviderInput> = {}, on: Database = db) {
  count += 1;
  const input = { name: `Provider ${count}`, baseUrl: "https://api.example.org/v1", key: KEY, models: [{ name: "gpt-5" }], ...overrides };
  return createProvider(on, { input: CreateProviderInput.parse(input) });
}

function update(providerId: string, input: unknown) {
  return updateProvider(db, { providerId, input: UpdateProviderInput.parse(input) });
}

async function sql(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

test("a provider's key goes in and does not come out, and only the worker's verb opens it", async () => {
  const { id } = await aProvider({ name: "Ours" });
  const shown = (await listProviders(db)).find((provider) => provider.id === id);
  expect(shown).toEqual({
    id,
    name: "Ours",
    baseUrl: "https://api.example.org/v1",
    api: "responses",
    hasKey: true,
    models: [
      { name: "gpt-5", price: null, contextTokens: 272_000, vision: true, freeformPatch: true, parallelCalls: true, reasoning: true },
    ],
    limitedUntil: null,
    createdAt: expect.any(String),
    updatedAt: expect.any(String),
  });
  expect(await readProviderAccess(db, { providerId: id })).toMatchObject({ key: KEY, removed: false });
  const rows = await sql(`SELECT to_jsonb(t)::text AS row FROM "Provider" t`);
  for (const encoding of ["utf8", "base64", "hex"] as const)
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(KEY).toString(encoding).replaceAll("=", ""));
});

test("a stored key never follows its provider to another address", async () => {
  const { id } = await aProvider();
  await expect(update(id, { baseUrl: "https://evil.example/v1" })).rejects.toThrow(InvalidInputError);
  expect(await getProvider(db, { providerId: id })).toMatchObject({ baseUrl: "https://api.example.org/v1" });
  const moved = await update(id, { baseUrl: "https://other.example/v1", key: "sk-another-key" });
  expect(moved).toMatchObject({ baseUrl: "https://other.example/v1", hasKey: true });
  expect(await readProviderAccess(db, { providerId: id })).toMatchObject({ key: "sk-another-key" });
  expect(await update(id, { baseUrl: "http://localhost:11434/v1", key: null })).toMatchObject({ hasKey: false });
});

test("a key whose row was given another address behind our back does not open", async () => {
  const { id } = await aProvider();
  await sql(`UPDATE "Provider" SET "baseUrl" = 'https://evil.example/v1' WHERE id = $1`, [id]);
  await expect(readProviderAccess(db, { providerId: id })).rejects.toThrow("stored damaged or in another's place");
});

test("other fields change without the key, and two providers cannot share a name", async () => {
  const [one, two] = [await aProvider(), await aProvider()];
  const price = { inputUsd: 1.25, cachedInputUsd: 0.125, outputUsd: 10 };
  const changed = await update(one.id, { api: "chat", models: [{ name: "m", price, vision: true }] });
  expect(changed).toMatchObject({ api: "chat", hasKey: true, models: [{ name: "m", price, vision: true, parallelCalls: false }] });
  await expect(update(one.id, { name: two.name })).rejects.toThrow(`There is a provider called ${two.name} already.`);
  await expect(aProvider({ name: two.name })).rejects.toThrow(InvalidInputError);
});

test("without a key to seal with, a provider without a key can be stored and one with a key cannot", async () => {
  await using bare = openDatabase({ url, maxConnections: 2, keyring: null });
  await expect(aProvider({}, bare)).rejects.toThrow("Set SLIPWAY_SECRET_KEY");
  expect(await aProvider({ key: null }, bare)).toMatchObject({ hasKey: false });
});

test("S10: providers' keys are sealed anew with the new key, and then the old key may go", async () => {
  const { id } = await aProvider();
  await using rotating = openDatabase({ url, maxConnections: 2, keyring: parseKeyring(`${newer},${older}`) });
  expect((await resealProviders(rotating)).resealed).toBeGreaterThan(0);
  expect((await resealProviders(rotating)).resealed).toBe(0);
  await using rotated = openDatabase({ url, maxConnections: 2, keyring: parseKeyring(newer) });
  expect(await readProviderAccess(rotated, { providerId: id })).toMatchObject({ key: KEY });
  expect(await resealProviders(db)).toMatchObject({ unreadable: expect.arrayContaining([expect.objectContaining({ providerId: id })]) });
});

test("a removed provider's key is gone, its name is free, and its tasks still know it", async () => {
  const { id } = await aProvider({ name: "Short-lived" });
  await deleteProvider(db, { providerId: id });
  await expect(getProvider(db, { providerId: id })).rejects.toThrow(NotFoundError);
  expect(await readProviderAccess(db, { providerId: id })).toMatchObject({ name: "Short-lived", key: null, removed: true });
  expect(await aProvider({ name: "Short-lived" })).toMatchObject({ name: "Short-lived" });
  await expect(deleteProvider(db, { providerId: id })).rejects.toThrow(NotFoundError);
});

test("a provider that attempts work with is not removed", async () => {
  const { id } = await aProvider();
  const { taskId } = await aTask(db);
  await sql(`UPDATE "Task" SET "providerId" = $1 WHERE id = $2`, [id, taskId]);
  await expect(deleteProvider(db, { providerId: id })).rejects.toThrow(ConflictError);
  expect(await readProviderAccess(db, { providerId: id })).toMatchObject({ key: KEY });
});

test("a rate limit closes the provider for every worker, and a shorter one does not open it", async () => {
  const { id: providerId } = await aProvider();
  expect(await readProviderLimit(db, { providerId })).toBeNull();
  await limitProvider(db, { providerId, waitMs: 60_000 });
  await limitProvider(db, { providerId, waitMs: 1_000 });
  const limit = await readProviderLimit(db, { providerId });
  expect(limit?.waitMs).toBeGreaterThan(50_000);
  expect((await getProvider(db, { providerId })).limitedUntil).not.toBeNull();
});

test("a test of a provider is rung for, made by one worker, and its result is read without the key", async () => {
  const { id: providerId } = await aProvider();
  const { testId } = await createProviderTest(db, { input: { providerId, model: "gpt-5" } });
  const rung: unknown[] = [];
  await takeOutbox(db, { limit: 50, deliver: async (row) => void rung.push(row) });
  expect(rung).toContainEqual({ topic: "provider_test", subjectId: testId });
  expect(await claimProviderTest(db, { testId, workerId: "a" })).toEqual({ providerId, model: "gpt-5" });
  expect(await claimProviderTest(db, { testId, workerId: "b" })).toBeNull();
  expect(await getProviderTest(db, { testId })).toMatchObject({ result: null, finishedAt: null });
  const usage = { requests: 0, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, costUsd: null };
  const failure = { message: `The server does not know ${KEY}.`, hint: "Give another key." };
  const result = { findings: [], models: null, latencyMs: null, usage, learned: null, failure };
  await finishProviderTest(db, { testId, result, redact: (text) => text.replaceAll(KEY, "[key]") });
  expect((await getProviderTest(db, { testId })).result?.failure?.message).toBe("The server does not know [key].");
});

test("tests of providers are forgotten after a day, made or not", async () => {
  const { testId: old } = await createProviderTest(db, { input: { providerId: null, model: null } });
  const { testId: fresh } = await createProviderTest(db, { input: { providerId: null, model: null } });
  await sql(`UPDATE "ProviderTest" SET "createdAt" = now() - interval '25 hours' WHERE id = $1`, [old]);
  await sweepProviderTests(db);
  await expect(getProviderTest(db, { testId: old })).rejects.toThrow(NotFoundError);
  expect(await getProviderTest(db, { testId: fresh })).toMatchObject({ id: fresh });
});
