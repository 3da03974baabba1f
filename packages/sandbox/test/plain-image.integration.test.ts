import { randomUUID } from "node:crypto";
import { resolveLimits } from "@slipway/core";
import { workspaceContract } from "@slipway/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSandbox } from "../src/index.ts";
import { makeRepository } from "./bundled-repository.ts";
import { testEngine, testImage, testInstance } from "./open-test-sandbox.ts";

/** The sandbox image without bash, timeout, the agent's user, its home and the workspace folder. */
const plainImage = `slipway-test-plain:${randomUUID().slice(0, 8)}`;
const removal = "userdel agent; rm -rf /home/agent /workspace; rm -f /bin/bash /usr/bin/timeout";

beforeAll(async () => {
  const labels = { "slipway.instance": testInstance };
  const container = await testEngine.docker.createContainer({ Image: testImage, Cmd: ["sh", "-c", removal], User: "0", Labels: labels });
  await container.start();
  await container.wait();
  const [repo, tag] = plainImage.split(":");
  await container.commit({ repo, tag });
  await container.remove({ force: true });
});
afterAll(async () => {
  await testEngine.docker.getImage(plainImage).remove({ force: true });
});

async function open() {
  using repository = makeRepository();
  const sandbox = await openSandbox(testEngine, {
    image: plainImage,
    limits: resolveLimits({ memoryBytes: 512 * 2 ** 20, processes: 128 }),
    variables: { command: "kept", code: "kept too" },
    owner: { instance: testInstance, attemptId: randomUUID(), epoch: 1, role: "agent" },
  });
  await repository.put(sandbox);
  return Object.assign(sandbox, { commit: repository.commit });
}

workspaceContract("an image with sh and git alone", open);

test("an image that knows no agent gets a work tree and a home, and its change is read", async () => {
  await using sandbox = await open();
  let text = "";
  const command = 'git status --short; id -un; echo "$HOME"; touch "$HOME/x" new; echo "$command, $code"';
  await sandbox.workspace.runCommand({ command, timeoutMs: 9_000, onOutput: (chunk) => (text += chunk) });
  expect(text).toBe("agent\n/home/agent\nkept, kept too\n");
  const { patch } = await sandbox.collectChange({ baseCommit: sandbox.commit, maxBytes: 10_000 });
  expect(Buffer.from(patch).toString()).toContain("b/new");
});
