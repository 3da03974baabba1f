import { appendFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Script } from "@slipway/agent";
import { type CreateEnvironmentInput, type CreateTaskInput, isTerminal, type Task } from "@slipway/core";
import {
  cancelTask,
  createTask,
  type Database,
  ensureOwner,
  getTask,
  listEnvironments,
  listSnapshots,
  readEvents,
  retryTask,
} from "@slipway/db";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { aSampleRepository, git } from "./a-repository.ts";
import { aScriptedModel } from "./a-scripted-model.ts";
import { aWorkerSite, sendTask, type TestWorker, untilTask } from "./a-worker.ts";
import { removeImage, snapshotTag } from "./snapshot-images.ts";

const script: Script = ({ step }) =>
  step === 0
    ? { calls: [{ name: "shell", input: { command: "env; cat build/made; git status --short; echo new > new.txt" }, callId: "look" }] }
    : { calls: [{ name: "finish", input: { title: "Done", summary: "Did it." }, callId: "end" }] };

let model: Awaited<ReturnType<typeof aScriptedModel>>;
let site: TestWorker;
beforeAll(async () => {
  model = await aScriptedModel(script);
  site = await aWorkerSite(model.variables);
  await site.start();
});
afterAll(async () => {
  await site[Symbol.asyncDispose]();
  await Promise.all([...built].map((id) => removeImage(snapshotTag(id))));
  await model[Symbol.asyncDispose]();
});

const built = new Set<string>();
let repository: Awaited<ReturnType<typeof aSampleRepository>>;
beforeEach(async () => {
  repository = await aSampleRepository();
  return () => repository[Symbol.asyncDispose]();
});

/** A first task with its environment. */
const send = (environment: Partial<CreateEnvironmentInput>) =>
  sendTask(site.db, { location: repository.folder, prompt: "Look", environment });

/** One more task in the environment of an earlier one. */
async function sendAgain(db: Database, repositoryId: string, input: Partial<CreateTaskInput> = {}): Promise<string> {
  const { userId } = await ensureOwner(db, { name: "Ada" });
  const [environment] = await listEnvironments(db, { repositoryId });
  const { taskId } = await createTask(db, {
    userId,
    input: { repositoryId, prompt: "Look", mode: "code", attempts: 1, limits: {}, ...input },
    model: "scripted",
    demo: false,
    title: "Look",
    branch: input.branch ?? "main",
    environmentId: environment?.id ?? "",
  });
  return taskId;
}

/** The status and the attempts are read beside each other, so both have to be over. */
const ended = ({ status, turnList }: Task) => isTerminal(turnList.at(-1)?.attempts.at(-1)?.state ?? "queued") && OVER.has(status);
const OVER = new Set(["succeeded", "failed", "cancelled"]);
const untilEnded = (taskId: string) => untilTask(site.db, taskId, ended, 100_000);

async function eventsOf(task: Task) {
  const events = await readEvents(site.db, { attemptId: task.turnList.at(-1)?.attempts.at(-1)?.id ?? "", after: 0 });
  return events.map(({ body }) => body);
}

async function notesOf(task: Task): Promise<string[]> {
  return (await eventsOf(task)).flatMap((body) => (body.type === "note.added" ? [body.text] : []));
}

async function outputOf(task: Task, callId: string): Promise<string> {
  return (await eventsOf(task)).flatMap((body) => (body.type === "command.output" && body.callId === callId ? [body.text] : [])).join("");
}

async function snapshotsOf(repositoryId: string) {
  const [environment] = await listEnvironments(site.db, { repositoryId });
  const snapshots = await listSnapshots(site.db, { environmentId: environment?.id ?? "" });
  for (const { id } of snapshots) built.add(id);
  return snapshots;
}

const failureOf = (task: Task) => task.turnList.at(-1)?.attempts.at(-1)?.failure;
const setupScript = 'mkdir -p build; echo "made as $(id -u)" > build/made; echo "set up"';

test("ten tasks on a cold environment build one snapshot, and all succeed on it", async () => {
  await writeFile(path.join(repository.folder, ".gitignore"), "build/\n");
  await git(repository.folder, "add", "-A");
  await git(repository.folder, "commit", "-qm", "Ignore");
  const checks = [{ name: "built", command: "grep 'made as 0' build/made", timeoutSeconds: 30 }];
  const first = await send({ setupScript: `sleep 2; ${setupScript}`, checks, limits: { cpus: 0.2, memoryBytes: 128 * 2 ** 20 } });
  const rest = await Promise.all(Array.from({ length: 9 }, () => sendAgain(site.db, first.repositoryId)));
  const tasks = await Promise.all([first.taskId, ...rest].map(untilEnded));
  expect(tasks.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => "succeeded"));
  expect(await snapshotsOf(first.repositoryId)).toMatchObject([{ state: "ready", reason: "it is the first build", log: "set up" }]);
  const outputs = await Promise.all(tasks.map((task) => outputOf(task, "setup")));
  expect(outputs.filter((text) => text !== "")).toEqual(["set up\n"]);
  for (const task of tasks) {
    expect(await outputOf(task, "look")).toContain("made as 0\n");
    expect(task.turnList[0]?.attempts[0]?.change?.files.map((file) => file.path)).toEqual(["new.txt"]);
    expect(task.turnList[0]?.attempts[0]?.verifications.map(({ outcome }) => outcome)).toEqual(["passed", "passed"]);
  }
  const notes = (await Promise.all(tasks.map(notesOf))).flat();
  expect(notes.filter((note) => note.endsWith("built because it is the first build."))).toHaveLength(1);
  expect(notes.filter((note) => note.startsWith("Waiting for the snapshot")).length).toBeGreaterThan(0);
});

test("what another branch's code left stays with that branch, which may use what the default branch's built", async () => {
  await git(repository.folder, "checkout", "-qb", "topic");
  await writeFile(path.join(repository.folder, "install.sh"), "mkdir -p build && echo topic > build/made\n");
  await git(repository.folder, "add", "-A");
  await git(repository.folder, "commit", "-qm", "Install otherwise");
  await git(repository.folder, "checkout", "-q", "main");
  const asks = { setupScript: `if [ -e install.sh ]; then sh install.sh; else ${setupScript}; fi` };
  const topic = await sendTask(site.db, { location: repository.folder, prompt: "Look", environment: asks, task: { branch: "topic" } });
  expect(await outputOf(await untilEnded(topic.taskId), "look")).toContain("topic\n");
  const main = await untilEnded(await sendAgain(site.db, topic.repositoryId));
  expect(await outputOf(main, "look")).toContain("made as 0\n");
  await untilEnded(await sendAgain(site.db, topic.repositoryId, { branch: "topic" }));
  expect((await snapshotsOf(topic.repositoryId)).map(({ reason }) => reason)).toEqual([
    "the branch topic was removed",
    "it is the first build",
  ]);
});

test("a setup that fails fails all who waited with one reason and its log; a retry builds anew", async () => {
  const first = await send({ setupScript: "sleep 2; echo working; cat /nothing/here" });
  const rest = await Promise.all([1, 2].map(() => sendAgain(site.db, first.repositoryId)));
  const tasks = await Promise.all([first.taskId, ...rest].map(untilEnded));
  const failures = tasks.map(failureOf);
  expect(failures[0]).toEqual({
    code: "setup_failed",
    message: "The setup script ended with exit code 1.",
    hint: expect.stringContaining("retry"),
    log: expect.stringMatching(/^working\ncat: .*\n\[setup stopped with exit code 1: cat \/nothing\/here\]$/),
  });
  expect(failures.slice(1)).toEqual([failures[0], failures[0]]);
  const phases = await Promise.all(tasks.map((task) => outputOf(task, "setup")));
  expect(phases.filter((text) => text !== "")).toHaveLength(1);
  await retryTask(site.db, { taskId: first.taskId });
  const again = await untilEnded(first.taskId);
  expect(await notesOf(again)).toContainEqual(expect.stringMatching(/built because the build before failed\.$/));
  expect(await outputOf(again, "setup")).toContain("working");
});

test("a hit says so; moved code keeps the snapshot and its ignored files; a changed lockfile builds anew and says why", async () => {
  await writeFile(path.join(repository.folder, ".gitignore"), "build/\n");
  await writeFile(path.join(repository.folder, "yarn.lock"), "one\n");
  await git(repository.folder, "add", "-A");
  await git(repository.folder, "commit", "-qm", "Pin");
  const { taskId, repositoryId } = await send({ setupScript, maintenanceScript: "echo maintained; id -u" });
  await untilEnded(taskId);
  await writeFile(path.join(repository.folder, "moved.txt"), "moved\n");
  await git(repository.folder, "rm", "-q", "README.md");
  await git(repository.folder, "add", "-A");
  await git(repository.folder, "commit", "-qm", "Move on");
  const hit = await untilEnded(await sendAgain(site.db, repositoryId));
  expect(await notesOf(hit)).toContainEqual(expect.stringMatching(/^Snapshot [0-9a-f]{12} reused: /));
  expect(await outputOf(hit, "maintenance")).toBe("maintained\n1000\n");
  expect(await outputOf(hit, "look")).toMatch(/made as 0\n$/);
  expect(hit.turnList[0]?.attempts[0]?.change?.files.map((file) => file.path)).toEqual(["new.txt"]);
  expect(await snapshotsOf(repositoryId)).toHaveLength(1);
  await appendFile(path.join(repository.folder, "yarn.lock"), "two\n");
  await git(repository.folder, "commit", "-qam", "Pin anew");
  const miss = await untilEnded(await sendAgain(site.db, repositoryId));
  expect(await notesOf(miss)).toContainEqual(expect.stringMatching(/ built because lockfile yarn\.lock changed\.$/));
  expect((await snapshotsOf(repositoryId)).map(({ reason }) => reason)).toEqual(["lockfile yarn.lock changed", "it is the first build"]);
});

test("a snapshot whose image was removed by hand is built again", async () => {
  const { taskId, repositoryId } = await send({ setupScript: "echo once" });
  await untilEnded(taskId);
  const [snapshot] = await snapshotsOf(repositoryId);
  await expect.poll(() => removeImage(snapshotTag(snapshot?.id)), { timeout: 20_000 }).toBe(true);
  const again = await untilEnded(await sendAgain(site.db, repositoryId));
  expect(again.status).toBe("succeeded");
  expect(await notesOf(again)).toContainEqual(expect.stringMatching(/ built because its image was gone from this Docker Engine\.$/));
});

test("a cancel during the build ends it within ten seconds, and who waited builds it instead", async () => {
  const first = await send({ setupScript: "[ -e /var/tmp/x ] || sleep 6; echo done" });
  await untilTask(site.db, first.taskId, () => true);
  await expect.poll(async () => outputStarted(first.taskId), { timeout: 30_000 }).toBe(true);
  const second = await sendAgain(site.db, first.repositoryId);
  await expect
    .poll(async () => notesOf(await getTask(site.db, { taskId: second })), { timeout: 30_000 })
    .toContainEqual(expect.stringContaining("Waiting"));
  const startedAt = performance.now();
  await cancelTask(site.db, { taskId: first.taskId });
  expect((await untilEnded(first.taskId)).status).toBe("cancelled");
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  const task = await untilEnded(second);
  expect(task.status).toBe("succeeded");
  expect(await notesOf(task)).toContainEqual(expect.stringMatching(/ built because the build before was interrupted\.$/));
  await snapshotsOf(first.repositoryId);
});

async function outputStarted(taskId: string): Promise<boolean> {
  return (await eventsOf(await getTask(site.db, { taskId }))).some((body) => body.type === "command.started" && body.callId === "setup");
}

test("a cancel while waiting ends the wait within ten seconds and leaves the build alone", async () => {
  const first = await send({ setupScript: "sleep 5; echo done" });
  await expect.poll(async () => outputStarted(first.taskId), { timeout: 30_000 }).toBe(true);
  const second = await sendAgain(site.db, first.repositoryId);
  await expect
    .poll(async () => notesOf(await getTask(site.db, { taskId: second })), { timeout: 30_000 })
    .toContainEqual(expect.stringContaining("Waiting"));
  await cancelTask(site.db, { taskId: second });
  expect((await untilTask(site.db, second, ended, 10_000)).status).toBe("cancelled");
  expect((await untilEnded(first.taskId)).status).toBe("succeeded");
  await snapshotsOf(first.repositoryId);
});

test("a maintenance script that fails ends the attempt with its log", async () => {
  const { taskId } = await send({ maintenanceScript: "echo preparing; false; echo never" });
  expect(failureOf(await untilEnded(taskId))).toMatchObject({
    code: "setup_failed",
    message: "The maintenance script ended with exit code 1.",
    log: "preparing",
  });
});

test("an environment without setup uses its image as it is", async () => {
  const { taskId, repositoryId } = await send({ setupScript: "  \n" });
  const task = await untilEnded(taskId);
  expect(task.status).toBe("succeeded");
  expect((await eventsOf(task)).some((body) => body.type === "phase.entered" && body.phase === "setup")).toBe(false);
  expect(await snapshotsOf(repositoryId)).toEqual([]);
});
