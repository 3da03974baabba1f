import { randomUUID } from "node:crypto";
import { claimSnapshot, finishSnapshot } from "@slipway/db";
import { connectDocker, findImage } from "@slipway/sandbox";
import pino from "pino";
import { afterAll, expect, test } from "vitest";
import { sweepSnapshots } from "../src/environment/sweep-snapshots.ts";
import { aSampleRepository } from "./a-repository.ts";
import { aWorkerSite, sendTask } from "./a-worker.ts";
import { anImage, removeImage, snapshotTag } from "./snapshot-images.ts";

const tags = [randomUUID(), randomUUID(), randomUUID()];
afterAll(() => Promise.all(tags.map((tag) => removeImage(snapshotTag(tag)))));

test("an image of this instance that no row stands for goes; a known one and another instance's stay", async () => {
  await using site = await aWorkerSite();
  await using repository = await aSampleRepository();
  const engine = connectDocker();
  const instance = `test-${randomUUID()}`;
  const [known, forgotten, foreign] = [
    await anImage(tags[0] ?? "", instance),
    await anImage(tags[1] ?? "", instance),
    await anImage(tags[2] ?? "", `${instance}-other`),
  ];
  const { attemptId, environmentId, repositoryId } = await sendTask(site.db, { location: repository.folder, prompt: "Look" });
  const claim = await claimSnapshot(site.db, {
    environmentId,
    repositoryId,
    kind: "setup",
    engineId: (await engine.facts()).id,
    contentKey: "key",
    alsoFits: null,
    parts: {},
    commit: "c".repeat(40),
    attempt: { attemptId, epoch: 0 },
    askedAt: new Date().toISOString(),
    workerId: "worker",
    leaseSeconds: 60,
    goneImageId: null,
    explain: () => "it is the first build",
  });
  await finishSnapshot(site.db, {
    snapshotId: claim.snapshotId,
    epoch: 1,
    result: { kind: "ready", imageId: known ?? "", sizeBytes: 1, log: "" },
  });
  const context = { db: site.db, docker: engine, instance, settings: site.settings, log: pino({ level: "silent" }) };
  const parts = [{ name: "docker", ok: true, detail: "", hint: null }];
  expect(await sweepSnapshots(context, { parts: () => [] }, { minAgeMs: 0 })).toEqual([]);
  expect(await sweepSnapshots(context, { parts: () => parts })).toEqual([]);
  expect(await sweepSnapshots(context, { parts: () => parts }, { minAgeMs: 0 })).toEqual([forgotten]);
  const left = await Promise.all([known, foreign].map((tag) => findImage(engine, { tag: tag ?? "" })));
  expect(left.map((image) => image?.imageId)).toEqual([known, foreign]);
});
