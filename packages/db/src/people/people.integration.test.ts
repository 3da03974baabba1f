import { NotFoundError } from "@slipway/core";
import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { withDatabase } from "../../test/with-database.ts";
import {
  consumeLoginLink,
  createApiKey,
  createLoginLink,
  endSession,
  ensureBootstrapKey,
  ensureOwner,
  findApiKey,
  findSession,
  hasAccounts,
  listApiKeys,
  revokeApiKey,
} from "../index.ts";

const { db, url, ...database } = await withDatabase();
const sql = new pg.Pool({ connectionString: url, max: 1 });
afterAll(async () => {
  await sql.end();
  await database[Symbol.asyncDispose]();
});

test("several processes that start at once make one owner, who is no account yet", async () => {
  const owners = await Promise.all(Array.from({ length: 5 }, () => ensureOwner(db, { name: "Ada" })));
  expect(new Set(owners.map((owner) => owner.userId)).size).toBe(1);
  expect(await hasAccounts(db)).toBe(false);
  await sql.query(`UPDATE "User" SET email = 'ada@example.org'`);
  expect(await hasAccounts(db)).toBe(true);
});

test("a login link opens one session, once; signing out ends it", async () => {
  const { userId } = await ensureOwner(db, { name: "Ada" });
  const { token } = await createLoginLink(db, { ttlSeconds: 60 });
  const uses = await Promise.all([1, 2, 3].map(() => consumeLoginLink(db, { token, sessionSeconds: 60 })));
  const [session, ...others] = uses.filter((use) => use !== null);
  expect(others).toEqual([]);
  const sessionToken = session?.sessionToken ?? "";
  expect(await findSession(db, { token: sessionToken })).toEqual({ userId, name: "Ada", role: "owner" });
  await endSession(db, { token: sessionToken });
  expect(await findSession(db, { token: sessionToken })).toBeNull();
});

test("expired links and sessions open nothing", async () => {
  const expired = await createLoginLink(db, { ttlSeconds: -1 });
  expect(await consumeLoginLink(db, { token: expired.token, sessionSeconds: 60 })).toBeNull();
  const { token } = await createLoginLink(db, { ttlSeconds: 60 });
  const session = await consumeLoginLink(db, { token, sessionSeconds: -1 });
  expect(await findSession(db, { token: session?.sessionToken ?? "" })).toBeNull();
});

test("a key works until it is revoked, by its owner alone, and is stored as a hash", async () => {
  const { userId } = await ensureOwner(db, { name: "Ada" });
  const { id, key } = await createApiKey(db, { userId, name: "ci" });
  expect(key).toMatch(/^slw_[\w-]{43}$/);
  expect(await findApiKey(db, { key })).toEqual({ userId, name: "Ada", role: "owner" });
  const [listed] = await listApiKeys(db, { userId });
  expect(listed).toEqual({ id, name: "ci", prefix: key.slice(0, 8), createdAt: expect.any(String), lastUsedAt: expect.any(String) });
  expect(JSON.stringify((await sql.query('SELECT * FROM "ApiKey"')).rows)).not.toContain(key);
  await expect(revokeApiKey(db, { userId: id, id })).rejects.toThrow(NotFoundError);
  await revokeApiKey(db, { userId, id });
  expect(await findApiKey(db, { key })).toBeNull();
});

test("the settings' key replaces the one before", async () => {
  const { userId } = await ensureOwner(db, { name: "Ada" });
  for (const key of ["first-key", "second-key", "second-key"]) await ensureBootstrapKey(db, { userId, key });
  expect(await findApiKey(db, { key: "first-key" })).toBeNull();
  expect(await findApiKey(db, { key: "second-key" })).toMatchObject({ userId });
});
