import { randomUUID } from "node:crypto";
import type { Environment, Problem, Repository, Snapshot, Task } from "@slipway/core";
import { claimAttempt, claimSnapshot, finishAttempt, finishSnapshot, recordSnapshotUse } from "@slipway/db";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeRepository } from "./test/make-repository.ts";
import { bodyOf, openTestApi, type TestApi } from "./test/open-test-api.ts";

let test: TestApi;
beforeAll(async () => {
  test = await openTestApi();
});
afterAll(() => test[Symbol.asyncDispose]());

async function anEnvironment(): Promise<Environment> {
  const repository = await bodyOf<Repository>(
    await test.call("POST", "/repositories", { body: { path: await makeRepository(["main"]) } }),
    201,
  );
  const body = { repositoryId: repository.id, name: "Default", setupScript: "npm ci" };
  return bodyOf<Environment>(await test.call("POST", "/environments", { body }), 201);
}

const snapshotsOf = async (id: string) =>
  bodyOf<{ items: Snapshot[] }>(await test.call("GET", `/environments/${id}/snapshots`), 200).then(({ items }) => items);

it("an environment's snapshots are listed with why they were built, and set aside by a reset", async () => {
  const { id: environmentId, repositoryId } = await anEnvironment();
  expect(await snapshotsOf(environmentId)).toEqual([]);
  const claim = await claimSnapshot(test.context.db, {
    environmentId,
    repositoryId,
    kind: "setup",
    engineId: "engine",
    contentKey: "key",
    alsoFits: null,
    parts: { image: "hash" },
    commit: "c".repeat(40),
    attempt: { attemptId: randomUUID(), epoch: 1 },
    askedAt: new Date().toISOString(),
    workerId: "worker",
    leaseSeconds: 60,
    goneImageId: null,
    explain: () => "lockfile package-lock.json changed",
  });
  expect(await snapshotsOf(environmentId)).toMatchObject([{ id: claim.snapshotId, state: "building", imageId: null, sizeBytes: null }]);
  const result = { kind: "ready", imageId: `sha256:${"ab".repeat(32)}`, sizeBytes: 5_000_000_000, log: "added 12 packages" } as const;
  await finishSnapshot(test.context.db, { snapshotId: claim.snapshotId, epoch: 1, result });
  expect(await snapshotsOf(environmentId)).toEqual([
    {
      id: claim.snapshotId,
      environmentId,
      kind: "setup",
      state: "ready",
      imageId: "abababababab",
      sizeBytes: 5_000_000_000,
      reason: "lockfile package-lock.json changed",
      commit: "c".repeat(40),
      failure: null,
      log: "added 12 packages",
      createdAt: expect.any(String),
      finishedAt: expect.any(String),
      lastUsedAt: expect.any(String),
    },
  ]);
  expect(await bodyOf(await test.call("POST", `/environments/${environmentId}/snapshots/reset`), 200)).toEqual({ reset: 1 });
  expect(await snapshotsOf(environmentId)).toEqual([]);
});

it("snapshots of an environment that is not there are a 404", async () => {
  const path = `/environments/${randomUUID()}/snapshots`;
  for (const [method, at] of [
    ["GET", path],
    ["POST", `${path}/reset`],
  ] as const) {
    expect(await bodyOf<Problem>(await test.call(method, at), 404)).toMatchObject({ title: "Not Found" });
  }
});

it("a retry tries each task again whose setup failed, once, and uses are listed with the reason", async () => {
  const environment = await anEnvironment();
  const body = { repositoryId: environment.repositoryId, environmentId: environment.id, prompt: "Look" };
  const { id: taskId } = await bodyOf<{ id: string }>(await test.call("POST", "/tasks", { body }), 201);
  const attemptOf = async () => (await bodyOf<Task>(await test.call("GET", `/tasks/${taskId}`), 200)).turnList[0]?.attempts.at(-1);
  const attemptId = (await attemptOf())?.id ?? "";
  const path = `/environments/${environment.id}/snapshots`;
  expect(await bodyOf(await test.call("POST", `${path}/retry`), 200)).toEqual({ tasks: 0 });
  await claimAttempt(test.context.db, { attemptId, workerId: "worker", leaseSeconds: 60 });
  const use = { outcome: "failed", reason: "Another task built it, which failed: no." } as const;
  await recordSnapshotUse(test.context.db, { attemptId, epoch: 1, use });
  const failure = { code: "setup_failed", message: "The setup script ended with exit code 1.", hint: "Mend it.", log: "cat: no" } as const;
  const ending = { kind: "failed", failure } as const;
  await finishAttempt(test.context.db, { attemptId, epoch: 1, ending, change: null, verifications: [], redact: (text) => text });
  expect(await bodyOf(await test.call("GET", `${path}/uses`), 200)).toMatchObject({
    items: [{ taskId, attemptId, title: "Look", ...use }],
  });
  expect((await attemptOf())?.snapshot).toEqual(use);
  expect(await bodyOf(await test.call("POST", `${path}/retry`), 200)).toEqual({ tasks: 1 });
  expect(await bodyOf(await test.call("POST", `${path}/retry`), 200)).toEqual({ tasks: 0 });
  expect(await attemptOf()).toMatchObject({ state: "queued", index: 1 });
});
