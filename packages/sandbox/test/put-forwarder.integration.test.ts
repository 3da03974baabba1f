import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { resolveLimits } from "@slipway/core";
import { afterAll, expect, test } from "vitest";
import { openGateway } from "../src/gateway/open-gateway.ts";
import { reapSandboxes } from "../src/index.ts";
import { startSandbox } from "../src/start-sandbox.ts";
import { testEngine, testImage, testInstance } from "./open-test-sandbox.ts";

const image = `slipway-test-pipe:${randomUUID().slice(0, 8)}`;
const filters = { label: [`slipway.instance=${testInstance}`] };

test("the container that the gateway's program is read from goes with its dead owner", async () => {
  await makeImage();
  const owner = { instance: testInstance, attemptId: randomUUID(), epoch: 3, role: "agent" };
  const limits = resolveLimits({ memoryBytes: 256 * 2 ** 20, processes: 64 });
  const { state, stop } = await startSandbox(testEngine, { image, limits, variables: {}, owner }, "agent");
  const opening = openGateway(testEngine, state, {
    policy: { mode: "off", rules: [] },
    onRequest: () => undefined,
    maxUploadBytes: 1,
    forwarderImage: image,
  }).catch((error: unknown) => error);
  try {
    const reader = await untilReading(state.container.id);
    const isLive = async ({ sandboxId, attemptId }: { sandboxId: string; attemptId: string }) =>
      sandboxId === state.container.id || attemptId !== owner.attemptId;
    expect(await reapSandboxes(testEngine, { instance: testInstance, isLive, minAgeMs: 0 })).toEqual([reader]);
    expect(await opening).toMatchObject({ code: "unavailable" });
  } finally {
    await stop();
  }
});

/** Where the program should be there is a pipe that nobody writes into, so that who reads it waits as a dead worker's container does. */
async function makeImage(): Promise<void> {
  const container = await testEngine.docker.createContainer({
    Image: testImage,
    User: "0",
    Cmd: ["sh", "-c", "rm -f /opt/slipway/forward && mkfifo -m 644 /opt/slipway/forward"],
    Labels: { "slipway.instance": testInstance },
  });
  await container.start();
  await container.wait();
  const [repo, tag] = image.split(":");
  await container.commit({ repo, tag });
  await container.remove({ force: true });
}

async function untilReading(sandboxId: string): Promise<string> {
  for (let turn = 0; turn < 100; turn += 1) {
    const found = await testEngine.docker.listContainers({ filters: { ancestor: [image] } });
    const reader = found.find(({ Id }) => Id !== sandboxId);
    if (reader !== undefined) return reader.Id;
    await delay(100);
  }
  throw new Error("No container reads the gateway's program.");
}

afterAll(async () => {
  for (const { Id } of await testEngine.docker.listContainers({ all: true, filters: { ancestor: [image] } })) {
    await testEngine.docker.getContainer(Id).remove({ force: true });
  }
  await testEngine.docker.getImage(image).remove({ force: true });
  expect(await testEngine.docker.listContainers({ all: true, filters })).toEqual([]);
});
