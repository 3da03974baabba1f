import { randomUUID } from "node:crypto";
import { resolveLimits } from "@slipway/core";
import { expect, test } from "vitest";
import { connectDocker, engineHealth, ensureImage, freeDiskBytes, openSandbox, reapSandboxes } from "../src/index.ts";
import { openTestSandbox, testEngine, testImage, testInstance } from "./open-test-sandbox.ts";

const limits = resolveLimits({ memoryBytes: 256 * 2 ** 20 });

test("an engine that runs is healthy and says what it is", async () => {
  expect(await engineHealth(testEngine)).toMatchObject({
    name: "docker",
    ok: true,
    detail: expect.stringMatching(/^Docker Engine \d/),
    hint: null,
  });
  expect(await freeDiskBytes(testEngine)).toBeGreaterThan(0);
});

test("without Docker, health and every verb say what to do", async () => {
  const nowhere = connectDocker({ dockerHost: "unix:///nonexistent/docker.sock" });
  expect(await engineHealth(nowhere)).toMatchObject({ ok: false, hint: expect.stringContaining("Start it") });
  const owner = { instance: testInstance, attemptId: randomUUID(), epoch: 1, role: "agent" };
  await expect(openSandbox(nowhere, { image: testImage, limits, variables: {}, owner })).rejects.toMatchObject({ code: "unavailable" });
});

test("an image that is not there is told apart from a broken engine", async () => {
  expect(await ensureImage(testEngine, { tag: testImage })).toBe(true);
  expect(await ensureImage(testEngine, { tag: "slipway/never-built:none" })).toBe(false);
  const owner = { instance: testInstance, attemptId: randomUUID(), epoch: 1, role: "agent" };
  const opening = openSandbox(testEngine, { image: "slipway/never-built:none", limits, variables: {}, owner });
  await expect(opening).rejects.toMatchObject({ code: "not_found" });
});

test("the reaper removes what nobody holds, of this instance alone", async () => {
  const instance = randomUUID();
  const open = (attemptId: string, ofInstance = instance) =>
    openSandbox(testEngine, {
      image: testImage,
      limits,
      variables: {},
      owner: { instance: ofInstance, attemptId, epoch: 2, role: "agent" },
    });
  await using live = await open("live");
  await using dead = await open("dead");
  await using foreign = await open("dead", `${instance}-other`);
  const isLive = async ({ attemptId, epoch }: { attemptId: string; epoch: number }) => attemptId === "live" && epoch === 2;
  expect(await reapSandboxes(testEngine, { instance, isLive, minAgeMs: 3_600_000 })).toEqual([]);
  expect(await reapSandboxes(testEngine, { instance, isLive, minAgeMs: 0 })).toEqual([dead.id]);
  expect(await reapSandboxes(testEngine, { instance, isLive, minAgeMs: 0 })).toEqual([]);
  for (const kept of [live, foreign])
    expect(await kept.workspace.runCommand({ command: "true", timeoutMs: 9_000 })).toMatchObject({ exitCode: 0 });
});

test("a sandbox that outgrows its disk is ended, and says so (C07)", async () => {
  await using sandbox = await openTestSandbox({ diskBytes: 64 * 2 ** 20 });
  const filling = sandbox.workspace.runCommand({ command: "head -c 200M /dev/zero > /workspace/large; sleep 300", timeoutMs: 60_000 });
  await expect(filling).rejects.toMatchObject({ code: "unavailable", message: expect.stringContaining("disk") });
  expect(sandbox.loss()).toMatchObject({ code: "disk_full" });
});

test("a sandbox that makes files without end is ended, and the disk keeps its inodes (C08)", async () => {
  await using sandbox = await openTestSandbox({ diskBytes: 64 * 2 ** 20 });
  const names = "seq 1 200000 | sed 's|^|{\"Path\":|' | xargs -n 5000 touch";
  const bomb = sandbox.workspace.runCommand({
    command: `mkdir /workspace/many && cd /workspace/many && ${names}; sleep 300`,
    timeoutMs: 60_000,
  });
  await expect(bomb).rejects.toMatchObject({ code: "unavailable", message: expect.stringContaining("more than the 4096 files") });
  expect(sandbox.loss()).toMatchObject({ code: "disk_full" });
});

test("a script that stops at errors ends with the exit code that it gives", async () => {
  await using sandbox = await openTestSandbox();
  const codes = ["exit 4", "set -e; exit 4", "set -e; true; exit 0", "set -e; (exit 5)"].map(async (command) => {
    return (await sandbox.workspace.runCommand({ command, timeoutMs: 30_000 })).exitCode;
  });
  expect(await Promise.all(codes)).toEqual([4, 4, 0, 5]);
});

test("an ordinary number of files ends nothing", async () => {
  await using sandbox = await openTestSandbox({ diskBytes: 64 * 2 ** 20 });
  const command = "cd /workspace && seq 1 3000 | xargs touch && sleep 4 && ls | wc -l";
  let text = "";
  const ended = await sandbox.workspace.runCommand({ command, timeoutMs: 60_000, onOutput: (chunk) => (text += chunk) });
  expect([ended.exitCode, text.trim(), sandbox.loss()]).toEqual([0, "3000", null]);
});

test("an abort while it opens leaves no container", async () => {
  const abort = new AbortController();
  const owner = { instance: randomUUID(), attemptId: randomUUID(), epoch: 1, role: "agent" };
  const opening = openSandbox(testEngine, { image: testImage, limits, variables: {}, owner, signal: abort.signal });
  abort.abort(new Error("cancelled"));
  await expect(opening).rejects.toThrow("cancelled");
  expect(await testEngine.docker.listContainers({ all: true, filters: { label: [`slipway.instance=${owner.instance}`] } })).toEqual([]);
});

test("variables reach commands, over the ones that are set anyway", async () => {
  const owner = { instance: testInstance, attemptId: randomUUID(), epoch: 1, role: "agent" };
  await using sandbox = await openSandbox(testEngine, { image: testImage, limits, variables: { CI: "0", GREETING: "hi there" }, owner });
  let text = "";
  await sandbox.workspace.runCommand({ command: 'echo "$CI $GREETING $HOME"', timeoutMs: 9_000, onOutput: (chunk) => (text += chunk) });
  expect(text).toBe("0 hi there /home/agent\n");
});
