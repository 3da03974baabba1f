import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { resolveLimits } from "@slipway/core";
import { pack } from "tar-stream";
import { afterAll, expect, test } from "vitest";
import { buildImage, inspectDockerfile, openSandbox, removeSnapshotImages } from "../src/index.ts";
import { testEngine, testImage, testInstance } from "./open-test-sandbox.ts";

const alias = `alias-${randomUUID()}`;
afterAll(async () => {
  await testEngine.docker.getImage(`${alias}:1`).remove({ noprune: true });
  await removeSnapshotImages(testEngine, { instance: testInstance, isKnown: () => false, minAgeMs: 0 });
});

const limits = resolveLimits({ memoryBytes: 512 * 2 ** 20, processes: 64, cpus: 1 });
const owner = () => ({ instance: testInstance, attemptId: randomUUID(), epoch: 1, role: "agent" });
const open = (image: string) => openSandbox(testEngine, { image, limits, variables: {}, owner: owner() });

/** What an environment made, and the step before it, which bears no label. */
async function makeForeign(): Promise<{ imageId: string; step: string }> {
  const context = pack();
  context.entry({ name: "private.txt" }, randomUUID());
  context.finalize();
  const built = await buildImage(testEngine, {
    snapshotId: randomUUID(),
    instance: testInstance,
    context: Readable.from(context),
    dockerfile: { name: "Dockerfile", text: `FROM ${testImage}\nCOPY private.txt /private.txt\nRUN true\n` },
    limits,
    timeoutMs: 60_000,
    onOutput: () => undefined,
  });
  if (built.kind === "failed") throw new Error("The image was not built.");
  const { Parent } = await testEngine.docker.getImage(built.imageId).inspect();
  return { imageId: built.imageId, step: Parent };
}

test("what other environments made is started from and built on by no name and by no part of an id (C14, C18)", async () => {
  const { imageId, step } = await makeForeign();
  await testEngine.docker.getImage(imageId).tag({ repo: alias, tag: "1" });
  const parts = [imageId, step].flatMap((id) => [id.slice("sha256:".length), id.slice("sha256:".length, 20), id.slice(0, 20)]);
  for (const name of [`${alias}:1`, ...parts]) {
    await expect(open(name)).rejects.toMatchObject({ code: "not_found", message: expect.stringMatching(/Give the image/) });
    expect(await inspectDockerfile(testEngine, `FROM ${name}\n`)).toMatchObject({ kind: "unfit" });
  }
  await using sandbox = await open(imageId);
  expect(sandbox.loss()).toBeNull();
});

test("a name that reads like an id is the image that bears it", async () => {
  const name = `abad1dea${Date.now()}`;
  await testEngine.docker.getImage(testImage).tag({ repo: name, tag: "latest" });
  try {
    await using sandbox = await open(name);
    expect(sandbox.loss()).toBeNull();
  } finally {
    await testEngine.docker.getImage(`${name}:latest`).remove({ noprune: true });
  }
});

test("an image that is not there is said to be missing", async () => {
  await expect(open(`missing-${randomUUID()}:1`)).rejects.toMatchObject({
    code: "not_found",
    message: expect.stringMatching(/docker pull missing-/),
  });
});
