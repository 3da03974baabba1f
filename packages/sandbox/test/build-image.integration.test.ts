import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { resolveLimits } from "@slipway/core";
import { pack } from "tar-stream";
import { afterAll, expect, test } from "vitest";
import { buildImage, inspectDockerfile, openSandbox, removeSnapshotImages } from "../src/index.ts";
import { testEngine, testImage, testInstance } from "./open-test-sandbox.ts";

afterAll(async () => {
  await removeSnapshotImages(testEngine, { instance: testInstance, isKnown: () => false, minAgeMs: 0 });
});

const limits = resolveLimits({ memoryBytes: 512 * 2 ** 20, processes: 64, cpus: 1 });

async function build(text: string, files: Record<string, string> = {}, options: { timeoutMs?: number; signal?: AbortSignal } = {}) {
  const context = pack();
  for (const [name, content] of Object.entries({ Dockerfile: "FROM evil\n", ...files })) context.entry({ name }, content);
  context.finalize();
  let output = "";
  const result = await buildImage(testEngine, {
    snapshotId: randomUUID(),
    instance: testInstance,
    context: Readable.from(context),
    dockerfile: { name: "Dockerfile", text },
    limits,
    timeoutMs: options.timeoutMs ?? 60_000,
    onOutput: (part) => (output += part),
    ...(options.signal && { signal: options.signal }),
  });
  return { ...result, output };
}

test("an image is built of the judged text and its folder, without a network, and sandboxes start from it", async () => {
  const probe = "RUN cat /proc/net/dev | grep -c : > /interfaces; id -u > /user";
  const result = await build(`FROM ${testImage}\nCOPY hello.txt /hello.txt\n${probe}\nENV MADE=yes\n`, {
    "hello.txt": `hi ${randomUUID()}`,
  });
  if (result.kind === "failed") throw new Error(result.output);
  expect(result.output).toContain("COPY hello.txt");
  await using sandbox = await openSandbox(testEngine, {
    image: result.imageId,
    limits,
    variables: {},
    owner: { instance: testInstance, attemptId: randomUUID(), epoch: 1, role: "agent" },
  });
  let text = "";
  await sandbox.workspace.runCommand({
    command: "cat /hello.txt /interfaces /user; echo $MADE; id -u",
    timeoutMs: 20_000,
    onOutput: (part) => (text += part),
  });
  expect(text).toMatch(/^hi .*1\n0\nyes\n1000\n$/);
});

test("a build that fails says the step, the exit code and the end of its output", async () => {
  const result = await build(`FROM ${testImage}\nRUN echo working ${randomUUID()}\nRUN echo almost; exit 7\nRUN echo never`);
  expect(result).toMatchObject({ kind: "failed", ending: "exited", exitCode: 7, step: "RUN echo almost; exit 7" });
  expect(result.output).toContain("almost\n");
  expect(result.output).not.toContain("Step 4/4");
});

test("a build has a deadline and can be stopped, and leaves no container", async () => {
  const started = performance.now();
  expect(await build(`FROM ${testImage}\nRUN sleep 61`, {}, { timeoutMs: 2_000 })).toMatchObject({ kind: "failed", ending: "timed_out" });
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error("cancelled")), 1_000);
  await expect(build(`FROM ${testImage}\nRUN sleep 62`, {}, { signal: controller.signal })).rejects.toThrow("cancelled");
  expect(performance.now() - started).toBeLessThan(12_000);
  const running = async () => (await testEngine.docker.listContainers()).filter(({ Command }) => /sleep 6[12]/.test(Command));
  await expect.poll(running, { timeout: 15_000 }).toEqual([]);
});

test("processes of a build are bounded (C02)", async () => {
  const result = await build(
    `FROM ${testImage}\nRUN sleep 1; cat /sys/fs/cgroup/pids.max /sys/fs/cgroup/pids/pids.max 2>/dev/null; echo ${randomUUID()}`,
  );
  expect(result.output).toContain(`\n${limits.processes}\n`);
});

test("an image that holds what an environment made is built on neither by its name nor by its id", async () => {
  const made = await build(`FROM ${testImage}\nRUN echo ${randomUUID()} > /private`);
  if (made.kind !== "built") throw new Error(made.output);
  for (const line of [
    `FROM ${made.imageId}`,
    `FROM ${testImage}\nCOPY --from=${made.imageId.replace("sha256:", "").slice(0, 12)} /private /`,
  ])
    expect(await inspectDockerfile(testEngine, line)).toMatchObject({
      kind: "unfit",
      reason: expect.stringContaining("another environment"),
    });
});

test("what would make the engine itself reach out is refused, and an image that is not there is named (N03)", async () => {
  expect(await inspectDockerfile(testEngine, `FROM ${testImage}\nADD http://169.254.169.254/ /x`)).toMatchObject({
    kind: "unfit",
    reason: expect.stringMatching(/^Line 2: ADD/),
  });
  expect(await inspectDockerfile({ ...testEngine, runtime: "runsc" }, `FROM ${testImage}`)).toMatchObject({ kind: "unfit" });
  expect(await inspectDockerfile(testEngine, "FROM slipway-test/nowhere:1")).toMatchObject({
    kind: "missing",
    reason: expect.stringContaining("slipway-test/nowhere:1"),
  });
  await expect(build("FROM slipway-test/nowhere:1")).rejects.toThrow("is not on this Docker Engine");
});
