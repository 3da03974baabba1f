import { randomUUID } from "node:crypto";
import { CreateEnvironmentInput } from "@slipway/core";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { aTask, claimed } from "../../test/a-task.ts";
import { type TestDatabase, withDatabase } from "../../test/with-database.ts";
import { prismaOf } from "../connection/connection.ts";
import {
  cancelTask,
  claimSnapshot,
  createEnvironment,
  expireSnapshots,
  finishSnapshot,
  knownSnapshotImages,
  listSnapshots,
  renewSnapshot,
  resetSnapshots,
  type SnapshotClaim,
  type SnapshotMiss,
} from "../index.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await withDatabase({ maxConnections: 10 });
});
afterAll(() => test[Symbol.asyncDispose]());

let environmentId: string;
let repositoryId: string;
let attempt: { attemptId: string; epoch: number; taskId: string };
beforeEach(async () => {
  const { attemptIds, ...made } = await aTask(test.db);
  repositoryId = made.repositoryId;
  const input = CreateEnvironmentInput.parse({ repositoryId, name: `Environment ${randomUUID()}`, setupScript: "npm ci" });
  environmentId = (await createEnvironment(test.db, { input })).id;
  attempt = await claimed(test.db, attemptIds[0]);
});

type Asked = { contentKey?: string; askedAt?: string; goneImageId?: string | null; workerId?: string; leaseSeconds?: number };

let miss: SnapshotMiss | null;
function ask(asked: Asked = {}): Promise<SnapshotClaim> {
  miss = null;
  return claimSnapshot(test.db, {
    environmentId,
    repositoryId,
    kind: "setup",
    engineId: "engine",
    contentKey: `key of ${environmentId}`,
    alsoFits: null,
    parts: { "setup script": "hash", key: asked.contentKey ?? "" },
    commit: "c".repeat(40),
    attempt,
    askedAt: new Date().toISOString(),
    workerId: "worker-1",
    leaseSeconds: 60,
    goneImageId: null,
    ...asked,
    explain: (found) => {
      miss = found;
      return "because";
    },
  });
}

async function built(asked: Asked = {}, imageId = `sha256:${randomUUID()}`): Promise<{ snapshotId: string; imageId: string }> {
  const claim = await ask(asked);
  if (claim.kind !== "build") throw new Error(`Expected to build, got ${claim.kind}`);
  const result = { kind: "ready", imageId, sizeBytes: 1_000, log: "set up" } as const;
  await finishSnapshot(test.db, { snapshotId: claim.snapshotId, epoch: claim.epoch, result });
  return { snapshotId: claim.snapshotId, imageId };
}

const failure = { code: "setup_failed", message: "Setup ended with exit code 1", hint: "Look.", log: "the end" } as const;
const sql = (text: string) => prismaOf(test.db).$executeRawUnsafe(text);
const expire = (limits: object = {}) =>
  expireSnapshots(test.db, { engineId: "engine", maxAgeDays: 30, keepPerEnvironment: 3, maxBytes: 1e12, ...limits });
/** As if everything had happened so long ago. */
const age = (interval: string) =>
  sql(`UPDATE "Snapshot" SET "createdAt" = "createdAt" - interval '${interval}', "finishedAt" = "finishedAt" - interval '${interval}',
    "lastUsedAt" = "lastUsedAt" - interval '${interval}' WHERE "environmentId" = '${environmentId}'`);

it("of ten that ask at once exactly one builds, the others wait and then find it ready", async () => {
  const claims = await Promise.all(Array.from({ length: 10 }, (_, index) => ask({ workerId: `worker-${index}` })));
  expect(claims.map(({ kind }) => kind).toSorted()).toEqual(["build", ...Array.from({ length: 9 }, () => "wait")]);
  const build = claims.find((claim) => claim.kind === "build");
  const result = { kind: "ready", imageId: "sha256:abcdef0123456789", sizeBytes: 5, log: "done" } as const;
  await finishSnapshot(test.db, { snapshotId: build?.snapshotId ?? "", epoch: 1, result });
  expect(await ask()).toMatchObject({
    kind: "ready",
    snapshotId: build?.snapshotId,
    imageId: "sha256:abcdef0123456789",
    reason: "because",
  });
  expect(await listSnapshots(test.db, { environmentId })).toEqual([
    {
      id: build?.snapshotId,
      environmentId,
      kind: "setup",
      state: "ready",
      imageId: "abcdef012345",
      sizeBytes: 5,
      reason: "because",
      commit: "c".repeat(40),
      failure: null,
      log: "done",
      createdAt: expect.any(String),
      finishedAt: expect.any(String),
      lastUsedAt: expect.any(String),
    },
  ]);
});

it("a dead builder's snapshot is taken over when its lease is over, and the dead one is fenced off", async () => {
  const first = await ask({ leaseSeconds: 0 });
  expect(await listSnapshots(test.db, { environmentId })).toMatchObject([{ state: "failed" }]);
  const second = await ask({ workerId: "worker-2" });
  expect([first, second]).toMatchObject([
    { kind: "build", epoch: 1 },
    { kind: "build", epoch: 2 },
  ]);
  expect(miss).toEqual({ previousParts: null, earlier: "interrupted" });
  const held = { snapshotId: first.snapshotId, epoch: 1 };
  await expect(renewSnapshot(test.db, { ...held, leaseSeconds: 60 })).rejects.toMatchObject({ code: "conflict" });
  await expect(finishSnapshot(test.db, { ...held, result: { kind: "abandoned" } })).rejects.toMatchObject({ code: "conflict" });
  await renewSnapshot(test.db, { ...held, epoch: 2, leaseSeconds: 60 });
  expect(await ask()).toMatchObject({ kind: "wait" });
});

it("an abandoned build is taken over at once", async () => {
  const first = await ask();
  await finishSnapshot(test.db, { snapshotId: first.snapshotId, epoch: 1, result: { kind: "abandoned" } });
  expect(await ask()).toMatchObject({ kind: "build", epoch: 2 });
});

it("a failed build is the answer for all who asked before it ended; who asks later builds anew", async () => {
  const askedAt = new Date().toISOString();
  const { snapshotId } = await ask({ askedAt });
  await finishSnapshot(test.db, { snapshotId, epoch: 1, result: { kind: "failed", failure, log: "all of it" } });
  expect(await ask({ askedAt })).toEqual({ kind: "failed", snapshotId, failure });
  expect(await ask({ askedAt })).toEqual({ kind: "failed", snapshotId, failure });
  expect(await listSnapshots(test.db, { environmentId })).toMatchObject([{ state: "failed", failure, log: "all of it" }]);
  const later = new Date(Date.now() + 5_000).toISOString();
  expect(await ask({ askedAt: later })).toMatchObject({ kind: "build", snapshotId, epoch: 2 });
  expect(miss).toEqual({ previousParts: null, earlier: "failed" });
  expect(await ask({ askedAt })).toMatchObject({ kind: "wait" });
});

it("an image that is gone from the engine is built again, by one", async () => {
  const { imageId } = await built();
  const claims = await Promise.all([ask({ goneImageId: imageId }), ask({ goneImageId: imageId })]);
  expect(claims.map(({ kind }) => kind).toSorted()).toEqual(["build", "wait"]);
});

it("another key of the environment is explained by the parts of the newest one before", async () => {
  await built({ contentKey: `a${environmentId}` });
  await built({ contentKey: `b${environmentId}` });
  expect(await ask({ contentKey: `c${environmentId}` })).toMatchObject({ kind: "build" });
  expect(miss).toEqual({ previousParts: { "setup script": "hash", key: `b${environmentId}` }, earlier: null });
});

it("a reset lets the next one build, and leaves the image to the attempt that runs on it", async () => {
  const { imageId } = await built();
  expect(await ask()).toMatchObject({ kind: "ready" });
  expect(await resetSnapshots(test.db, { environmentId })).toBe(1);
  expect(await listSnapshots(test.db, { environmentId })).toEqual([]);
  expect(await ask()).toMatchObject({ kind: "build" });
  await age("1 hour");
  expect(await expire()).not.toContain(imageId);
  expect(await knownSnapshotImages(test.db, { engineId: "engine" })).toContain(imageId);
  await cancelTask(test.db, { taskId: attempt.taskId });
  await sql(`UPDATE "Attempt" SET state = 'cancelled' WHERE id = '${attempt.attemptId}'`);
  expect(await expire()).toContain(imageId);
  expect(await knownSnapshotImages(test.db, { engineId: "engine" })).not.toContain(imageId);
});

it("what is old, too many or too large goes, oldest use first; what was used a moment ago stays", async () => {
  const ids: string[] = [];
  for (const key of ["a", "b", "c"]) {
    await age("1 day");
    ids.push((await built({ contentKey: `${key}${environmentId}` })).imageId);
  }
  expect(await expire({ maxBytes: 0 })).toEqual(expect.arrayContaining(ids.slice(0, 2)));
  await age("1 hour");
  expect(await expire({ keepPerEnvironment: 1 })).toEqual([]);
  expect(await expire({ maxAgeDays: 0 })).toEqual(ids.slice(2));
});
