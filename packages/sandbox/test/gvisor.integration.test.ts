import { resolveLimits } from "@slipway/core";
import { expect, test } from "vitest";
import { connectDocker, openSandbox, selfTest } from "../src/index.ts";
import { testEngine, testImage, testInstance } from "./open-test-sandbox.ts";

const { Runtimes = {} } = await testEngine.docker.info();
const engine = connectDocker({ runtime: "runsc" });

test.skipIf(!("runsc" in Runtimes))("under gVisor every control holds and a fork bomb is survived (C20)", async () => {
  const parts = await selfTest(engine, { image: testImage, instance: testInstance });
  expect(parts.filter((part) => !part.ok)).toEqual([]);
  await using sandbox = await openSandbox(engine, {
    image: testImage,
    limits: resolveLimits({ memoryBytes: 512 * 2 ** 20, processes: 128 }),
    variables: {},
    owner: { instance: testInstance, attemptId: crypto.randomUUID(), epoch: 1, role: "agent" },
  });
  await sandbox.workspace.runCommand({ command: "bomb() { bomb | bomb & }; bomb", timeoutMs: 3_000 });
  expect(await sandbox.workspace.runCommand({ command: "true", timeoutMs: 30_000 })).toMatchObject({ exitCode: 0 });
});

test("an engine that does not know the runtime is told so by name", async () => {
  if ("runsc" in Runtimes) return;
  await expect(selfTest(engine, { image: testImage, instance: testInstance })).rejects.toThrow(/runsc/);
});
