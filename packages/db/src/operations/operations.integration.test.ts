import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aTask } from "../../test/a-task.ts";
import { withDatabase } from "../../test/with-database.ts";
import {
  appendAudit,
  beginIdempotent,
  clockOffsetMs,
  endIdempotent,
  ensureOwner,
  listImagesAtHand,
  listWorkers,
  openDatabase,
  queueDepth,
  reportWorker,
  takeOutbox,
} from "../index.ts";

const { db, url, ...database } = await withDatabase();
const sql = new pg.Pool({ connectionString: url, max: 1 });
let userId = "";
beforeAll(async () => {
  userId = (await ensureOwner(db, { name: "Ada" })).userId;
});
afterAll(async () => {
  await sql.end();
  await database[Symbol.asyncDispose]();
});

describe("the outbox", () => {
  test("each row is delivered once under two concurrent takers", async () => {
    const { attemptIds } = await aTask(db, { input: { attempts: 8 } });
    await using other = openDatabase({ url });
    const rung: string[] = [];
    const deliver = async ({ subjectId }: { subjectId: string }) => {
      await new Promise(setImmediate);
      rung.push(subjectId);
    };
    const takeAll = async (handle: typeof db) => {
      while ((await takeOutbox(handle, { limit: 3, deliver })) > 0);
    };
    await Promise.all([takeAll(db), takeAll(other)]);
    expect(rung.toSorted()).toEqual(attemptIds.toSorted());
  });

  test("what could not be delivered stays, in order", async () => {
    const { attemptIds } = await aTask(db, { input: { attempts: 3 } });
    let calls = 0;
    const failing = async () => {
      calls += 1;
      if (calls === 2) throw new Error("queue gone");
    };
    await expect(takeOutbox(db, { limit: 10, deliver: failing })).rejects.toThrow("queue gone");
    const rest: string[] = [];
    await takeOutbox(db, { limit: 10, deliver: async ({ subjectId }) => void rest.push(subjectId) });
    expect(rest).toEqual(attemptIds.slice(1));
  });
});

describe("idempotency", () => {
  const request = (key: string, requestHash = "h") => ({ userId, key, requestHash });

  test("of fifty requests with one key at once one is new", async () => {
    const starts = await Promise.all(Array.from({ length: 50 }, () => beginIdempotent(db, request("k1"))));
    expect(starts.map((start) => start.kind).sort()).toEqual([...Array(49).fill("busy"), "new"]);
  });

  test("an answered key replays its answer and refuses another request", async () => {
    await beginIdempotent(db, request("k2"));
    await endIdempotent(db, { userId, key: "k2", status: 201, response: { id: 1 } });
    expect(await beginIdempotent(db, request("k2"))).toEqual({ kind: "replay", status: 201, response: { id: 1 } });
    expect(await beginIdempotent(db, request("k2", "other"))).toEqual({ kind: "mismatch" });
  });

  test("a key is free again after a server's fault, after a crash, and after a day", async () => {
    await beginIdempotent(db, request("k3"));
    await endIdempotent(db, { userId, key: "k3", status: 500, response: null });
    expect(await beginIdempotent(db, request("k3"))).toEqual({ kind: "new" });
    await sql.query(`UPDATE "IdempotencyKey" SET "createdAt" = now() - interval '2 minutes' WHERE key = 'k3'`);
    expect(await beginIdempotent(db, request("k3"))).toEqual({ kind: "new" });
    await endIdempotent(db, { userId, key: "k3", status: 200, response: null });
    await sql.query(`UPDATE "IdempotencyKey" SET "createdAt" = now() - interval '25 hours' WHERE key = 'k3'`);
    expect(await beginIdempotent(db, request("k3", "other"))).toEqual({ kind: "new" });
  });
});

test("a worker is listed while it reports", async () => {
  const parts = [{ name: "docker", ok: true, detail: "29.0", hint: null }];
  await reportWorker(db, { id: "w1", host: "a", parts: [], images: [] });
  await reportWorker(db, { id: "w1", host: "a", parts, images: ["node:24", "a:1"] });
  await reportWorker(db, { id: "w2", host: "b", parts: [], images: ["b:1"] });
  await sql.query(`UPDATE "Worker" SET "lastSeenAt" = now() - interval '3 minutes' WHERE id = 'w2'`);
  expect(await listWorkers(db)).toEqual([{ id: "w1", host: "a", parts, lastSeenAt: expect.any(String) }]);
  expect(await listImagesAtHand(db)).toEqual(["node:24", "a:1"]);
  await sql.query(`UPDATE "Worker" SET "lastSeenAt" = now() - interval '3 minutes'`);
  expect(await listImagesAtHand(db)).toBeNull();
});

test("depth, clock and audit answer", async () => {
  const before = await queueDepth(db);
  await aTask(db, { input: { attempts: 2 } });
  expect(await queueDepth(db)).toBe(before + 2);
  expect(Math.abs(await clockOffsetMs(db))).toBeLessThan(2_000);
  await appendAudit(db, { actorId: userId, action: "task.created", subjectId: "t", detail: { note: "a\u0000" } });
  expect((await sql.query('SELECT action, detail FROM "AuditEntry"')).rows).toEqual([
    { action: "task.created", detail: { note: "a\u2400" } },
  ]);
});
