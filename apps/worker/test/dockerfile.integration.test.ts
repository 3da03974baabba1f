import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Script } from "@slipway/agent";
import { type CreateEnvironmentInput, isTerminal, type Task } from "@slipway/core";
import { createTask, ensureOwner, instanceId, listSnapshots, readEvents } from "@slipway/db";
import { connectDocker, removeSnapshotImages } from "@slipway/sandbox";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { aSampleRepository, git } from "./a-repository.ts";
import { aScriptedModel } from "./a-scripted-model.ts";
import { aWorkerSite, sendTask, type TestWorker, untilTask } from "./a-worker.ts";

const script: Script = ({ step }) =>
  step === 0
    ? { calls: [{ name: "shell", input: { command: "cat /image /setup 2>&1; echo new > new.txt" }, callId: "look" }] }
    : { calls: [{ name: "finish", input: { title: "Done", summary: "Did it." }, callId: "end" }] };
const image = process.env.TEST_IMAGE ?? "";

let model: Awaited<ReturnType<typeof aScriptedModel>>;
let site: TestWorker;
let repository: Awaited<ReturnType<typeof aSampleRepository>>;
beforeAll(async () => {
  model = await aScriptedModel(script);
  site = await aWorkerSite(model.variables);
  await site.start();
});
afterAll(async () => {
  await removeSnapshotImages(connectDocker(), { instance: await instanceId(site.db), isKnown: () => false, minAgeMs: 0 });
  await site[Symbol.asyncDispose]();
  await model[Symbol.asyncDispose]();
});
beforeEach(async () => {
  repository = await aSampleRepository();
  return () => repository[Symbol.asyncDispose]();
});

async function commitFiles(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(repository.folder, name)), { recursive: true });
    await writeFile(path.join(repository.folder, name), text);
  }
  await git(repository.folder, "add", "-A");
  await git(repository.folder, "commit", "-qm", "Files");
}

const ended = ({ status, turnList }: Task) =>
  isTerminal(turnList.at(-1)?.attempts.at(-1)?.state ?? "queued") && ["succeeded", "failed", "cancelled"].includes(status);
const untilEnded = (taskId: string) => untilTask(site.db, taskId, ended, 100_000);
const send = (environment: Partial<CreateEnvironmentInput>) =>
  sendTask(site.db, { location: repository.folder, prompt: "Look", environment });

async function sendAgain({ repositoryId, environmentId }: { repositoryId: string; environmentId: string }): Promise<string> {
  const { userId } = await ensureOwner(site.db, { name: "Ada" });
  const input = { repositoryId, prompt: "Look", mode: "code", attempts: 1, limits: {} } as const;
  const task = { userId, input, model: "scripted", demo: false, title: "Look", branch: "main", environmentId };
  return (await createTask(site.db, task)).taskId;
}

async function outputOf(task: Task, callId: string): Promise<string> {
  const events = await readEvents(site.db, { attemptId: task.turnList.at(-1)?.attempts.at(-1)?.id ?? "", after: 0 });
  return events.flatMap(({ body }) => (body.type === "command.output" && body.callId === callId ? [body.text] : [])).join("");
}

test("tasks that ask at once share one image of the Dockerfile and one setup on top; a change beside its folder keeps it", async () => {
  await commitFiles({ "box/Dockerfile": `FROM ${image}\nCOPY seed /image\nRUN sleep 2; echo built >> /image\n`, "box/seed": "seed\n" });
  const first = await send({ dockerfile: "box/Dockerfile", setupScript: "cp /image /setup; echo set up" });
  const rest = await Promise.all([sendAgain(first), sendAgain(first)]);
  const tasks = await Promise.all([first.taskId, ...rest].map(untilEnded));
  expect(tasks.map(({ status }) => status)).toEqual(["succeeded", "succeeded", "succeeded"]);
  for (const task of tasks) expect(await outputOf(task, "look")).toBe("seed\nbuilt\nseed\nbuilt\n");
  const builds = await Promise.all(tasks.map((task) => outputOf(task, "image")));
  expect(builds.filter((text) => text !== "")).toEqual([expect.stringMatching(/Step 2\/\d+ : COPY seed \/image/)]);
  const snapshots = await listSnapshots(site.db, { environmentId: first.environmentId });
  expect(snapshots.map(({ kind, state, reason }) => [kind, state, reason])).toEqual([
    ["setup", "ready", "it is the first build"],
    ["image", "ready", "it is the first build"],
  ]);
  await commitFiles({ "beside.txt": "beside\n" });
  const hit = await untilEnded(await sendAgain(first));
  expect(hit.turnList[0]?.attempts[0]?.snapshot).toMatchObject({ outcome: "hit" });
  await commitFiles({ "box/unused": "not copied\n" });
  const same = await untilEnded(await sendAgain(first));
  expect(await outputOf(same, "image")).toContain("Using cache");
  expect(same.turnList[0]?.attempts[0]?.snapshot).toMatchObject({ outcome: "hit" });
  await commitFiles({ "box/seed": "other\n" });
  const miss = await untilEnded(await sendAgain(first));
  expect(await outputOf(miss, "look")).toBe("other\nbuilt\nother\nbuilt\n");
  expect(
    (await listSnapshots(site.db, { environmentId: first.environmentId })).map(({ kind, reason }) => [kind, reason]).slice(0, 2),
  ).toEqual([
    ["setup", "image changed"],
    ["image", "the Dockerfile's folder changed"],
  ]);
});

test("a build that fails fails all who waited with its step, exit code and the end of its log", async () => {
  await commitFiles({ Dockerfile: `FROM ${image}\nRUN sleep 2; echo almost there; exit 9\n` });
  const first = await send({ dockerfile: "Dockerfile" });
  const tasks = await Promise.all([first.taskId, await sendAgain(first)].map(untilEnded));
  const failures = tasks.map((task) => task.turnList[0]?.attempts[0]?.failure);
  expect(failures[0]).toMatchObject({
    code: "setup_failed",
    message: 'The build of Dockerfile failed at the step "RUN sleep 2; echo almost there; exit 9" with exit code 9.',
    log: expect.stringContaining("almost there"),
  });
  expect(failures[1]).toEqual(failures[0]);
  expect(tasks[1]?.turnList[0]?.attempts[0]?.snapshot?.outcome).toBe("failed");
});

test("a Dockerfile that is not there or would reach out ends the attempt before anything is built (C14)", async () => {
  await commitFiles({ Dockerfile: `FROM ${image}\nADD http://169.254.169.254/latest /x\n` });
  const first = await send({ dockerfile: "Dockerfile" });
  const [task] = await Promise.all([untilEnded(first.taskId)]);
  expect(task?.turnList[0]?.attempts[0]?.failure).toMatchObject({
    code: "environment_invalid",
    message: expect.stringMatching(/^The image cannot be built of Dockerfile: Line 2: ADD/),
  });
  await commitFiles({ ".slipway/environment.yml": "dockerfile: nowhere/Dockerfile\n" });
  const missing = await untilEnded(await sendAgain(first));
  expect(missing.turnList[0]?.attempts[0]?.failure).toMatchObject({
    code: "environment_invalid",
    message: expect.stringContaining("no file nowhere/Dockerfile"),
  });
  expect(await listSnapshots(site.db, { environmentId: first.environmentId })).toEqual([]);
});
