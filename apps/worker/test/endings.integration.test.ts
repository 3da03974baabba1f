import type { Script } from "@slipway/agent";
import type { AttemptEventType } from "@slipway/core";
import { addMessage, cancelTask, ensureOwner, readEvents, readPatch } from "@slipway/db";
import { afterEach, expect, test } from "vitest";
import { aFailingEngine } from "./a-failing-engine.ts";
import { aSampleRepository } from "./a-repository.ts";
import { aScriptedModel, commandScript } from "./a-scripted-model.ts";
import { aWorkerSite, sendTask, untilTask } from "./a-worker.ts";
import { untilNoSandboxes } from "./until-no-sandboxes.ts";

const ended = ({ status }: { status: string }) => ["succeeded", "failed", "cancelled"].includes(status);
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
const attemptIds = new Set<string>();

async function aSite(script: Script, variables: Record<string, string> = {}) {
  const stack = new AsyncDisposableStack();
  const model = stack.use(await aScriptedModel(script));
  const site = stack.use(await aWorkerSite({ ...model.variables, ...variables }));
  const repository = stack.use(await aSampleRepository());
  const send = async (options: Partial<Parameters<typeof sendTask>[1]> = {}) => {
    const sent = await sendTask(site.db, { location: repository.folder, prompt: "Do something", ...options });
    attemptIds.add(sent.attemptId);
    return sent;
  };
  return { site, model: model.server, repository, send, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

afterEach(async () => {
  await untilNoSandboxes(attemptIds);
  attemptIds.clear();
});

test("stop ends whatever runs within ten seconds, and what was changed until then is kept", async () => {
  await using site = await aSite(commandScript("echo early > early.txt; trap '' TERM; echo begun; setsid sleep 300 & sleep 300"));
  await site.site.start();
  const { taskId, attemptId } = await site.send();
  await untilEvent(site.site, { attemptId, type: "command.output" });
  const before = performance.now();
  await cancelTask(site.site.db, { taskId });
  const task = await untilTask(site.site.db, taskId, ended);
  expect(performance.now() - before).toBeLessThan(10_000);
  expect(task.status).toBe("cancelled");
  expect(text((await readPatch(site.site.db, { attemptId }))?.patch)).toContain("+early");
});

test("a follow-up goes on from the stored change and ends in one change against the same base", async () => {
  const script: Script = ({ step, prompt }) => {
    const name = prompt.includes("second") ? "two" : "one";
    return step === 0
      ? { calls: [{ name: "shell", input: { command: `ls *.txt; echo ${name} > ${name}.txt` } }] }
      : { text: `Wrote ${name}.txt` };
  };
  await using site = await aSite(script);
  await site.site.start();
  const { taskId } = await site.send({ prompt: "the first file" });
  const first = await untilTask(site.site.db, taskId, ended);
  const { userId } = await ensureOwner(site.site.db, { name: "Ada" });
  const added = await addMessage(site.site.db, { taskId, userId, input: { text: "the second file", comments: [] } });
  expect(added.kind).toBe("turn");
  const task = await untilTask(site.site.db, taskId, (each) => each.turns === 2 && ended(each));
  expect(task.status).toBe("succeeded");
  expect(task.baseCommit).toBe(first.baseCommit);
  const attempt = task.turnList[1]?.attempts[0];
  expect(attempt?.change?.files.map((file) => file.path)).toEqual(["one.txt", "two.txt"]);
});

test("a message sent while the agent works joins before the next model request", async () => {
  const heard: string[] = [];
  const script: Script = ({ step, userTexts }) => {
    if (step === 0) return { calls: [{ name: "shell", input: { command: "until test -e go; do sleep 0.1; done & sleep 2" } }] };
    heard.push(...userTexts);
    return { text: "Heard it." };
  };
  await using site = await aSite(script);
  await site.site.start();
  const { taskId, attemptId } = await site.send();
  await untilCommandRuns(site.site, attemptId);
  const { userId } = await ensureOwner(site.site.db, { name: "Ada" });
  const added = await addMessage(site.site.db, { taskId, userId, input: { text: "Please use tabs", comments: [] } });
  expect(added.kind).toBe("steering");
  const task = await untilTask(site.site.db, taskId, ended);
  expect(heard.some((each) => each.includes("Please use tabs"))).toBe(true);
  expect(task.turnList[0]?.messages[0]?.deliveredAt).not.toBeNull();
});

test("an ask leaves no change behind, whatever the agent wrote", async () => {
  await using site = await aSite(commandScript("echo x > x.txt"));
  await site.site.start();
  const { taskId } = await site.send({ task: { mode: "ask" } });
  const task = await untilTask(site.site.db, taskId, ended);
  expect(task.status).toBe("succeeded");
  expect(task.stats).toBeNull();
});

test("checks of a change speak of the stored patch alone: what git ignores is not there", async () => {
  await using site = await aSite(commandScript("echo ignored.txt > .gitignore; echo x > ignored.txt; echo y > kept.txt"));
  await site.site.start();
  const checks = [
    { name: "ignored", command: "test -e ignored.txt", timeoutSeconds: 20 },
    { name: "kept", command: "cat kept.txt", timeoutSeconds: 20 },
    { name: "slow", command: "sleep 30", timeoutSeconds: 1 },
  ];
  const { taskId } = await site.send({ environment: { checks } });
  const task = await untilTask(site.site.db, taskId, ended);
  const outcomes = task.turnList[0]?.attempts[0]?.verifications.map(({ name, side, outcome }) => `${name} ${side} ${outcome}`);
  expect(outcomes?.sort()).toEqual([
    "ignored base failed",
    "ignored head failed",
    "kept base failed",
    "kept head passed",
    "slow base timed_out",
    "slow head timed_out",
  ]);
});

test.each([
  ["a wrong key", { kind: "status", status: 401 }, "model_unauthorized"],
  ["a spent quota", { kind: "status", status: 429, code: "insufficient_quota" }, "model_unauthorized"],
] as const)("%s ends the attempt at once with what to do", async (_name, fault, code) => {
  await using site = await aSite(() => ({ fault }));
  await site.site.start();
  const { taskId } = await site.send();
  const task = await untilTask(site.site.db, taskId, ended);
  const failure = task.turnList[0]?.attempts[0]?.failure;
  expect(task.status).toBe("failed");
  expect(failure?.hint).not.toBe("");
  expect([code, "model_failed"]).toContain(failure?.code);
  expect(site.model.requests).toHaveLength(1);
});

test("a model that cannot be reached ends the attempt with its address and what to do", async () => {
  await using site = await aSite(() => ({ text: "Hello" }));
  await site.site.start({ openAi: { ...site.site.settings.openAi, apiKey: "test-key", baseUrl: "http://127.0.0.1:9/v1" } });
  const { taskId } = await site.send();
  const task = await untilTask(site.site.db, taskId, ended, 110_000);
  expect(task.turnList[0]?.attempts[0]?.failure).toMatchObject({
    code: "model_unreachable",
    message: expect.stringContaining("127.0.0.1:9"),
    hint: expect.stringMatching(/\w/),
  });
});

test("a missing branch, a repository that is gone and an unknown image are each told plainly", async () => {
  await using site = await aSite(() => ({ text: "Hello" }));
  await site.site.start();
  const branch = await site.send({ task: { branch: "no-such-branch" } });
  const gone = await site.send({ location: `${site.repository.folder}-gone` });
  const image = await site.send({ environment: { name: "Other", image: "no-such-image:1" } });
  const failureOf = async (taskId: string) => (await untilTask(site.site.db, taskId, ended)).turnList[0]?.attempts[0]?.failure;
  expect(await failureOf(branch.taskId)).toMatchObject({ message: expect.stringContaining("no branch no-such-branch") });
  expect(await failureOf(gone.taskId)).toMatchObject({ code: "repository_unavailable" });
  expect(await failureOf(image.taskId)).toMatchObject({ code: "image_missing", message: expect.stringContaining("no-such-image:1") });
});

test("while Docker is away or the disk is full a task stays queued, and goes on by itself after", async () => {
  await using site = await aSite(commandScript("true"));
  const away = await site.site.start({ dockerHost: "unix:///nonexistent/docker.sock" });
  const full = await site.site.start({ diskFloorBytes: 2 ** 60 });
  const { taskId, attemptId } = await site.send();
  await new Promise((resolve) => setTimeout(resolve, 6_000));
  expect(await readEvents(site.site.db, { attemptId, after: 0 })).toEqual([expect.objectContaining({ seq: 1 })]);
  await away[Symbol.asyncDispose]();
  await full[Symbol.asyncDispose]();
  await site.site.start();
  expect((await untilTask(site.site.db, taskId, ended)).status).toBe("succeeded");
});

test("an engine that answers but starts no container ends the attempt after three starts, and does not loop", async () => {
  await using engine = await aFailingEngine("no space left on device");
  await using site = await aSite(commandScript("true"));
  await site.site.start({ dockerHost: engine.dockerHost });
  const before = await site.send();
  expect((await untilTask(site.site.db, before.taskId, ended)).status).toBe("succeeded");
  engine.fail();
  const { taskId, attemptId } = await site.send();
  const task = await untilTask(site.site.db, taskId, ended);
  expect(task.turnList[0]?.attempts[0]?.failure?.message).toContain("no space left on device");
  const events = await readEvents(site.site.db, { attemptId, after: 0 });
  expect(events.filter(({ body }) => body.type === "attempt.claimed")).toHaveLength(3);
});

test("a worker that is told to stop hands its attempt to the next one", async () => {
  const asked: number[] = [];
  const script: Script = ({ step }) => {
    asked.push(step);
    return step > 0
      ? { text: "Done" }
      : { calls: [{ name: "shell", input: { command: "echo early > early.txt; echo written; sleep 300" } }] };
  };
  await using site = await aSite(script);
  const first = await site.site.start();
  const { taskId, attemptId } = await site.send();
  await untilEvent(site.site, { attemptId, type: "command.output" });
  await first[Symbol.asyncDispose]();
  await site.site.start();
  const task = await untilTask(site.site.db, taskId, ended);
  expect(task.status).toBe("succeeded");
  expect(asked).toEqual([0, 1]);
  expect(task.turnList[0]?.attempts[0]?.change?.files.map(({ path }) => path)).toEqual(["early.txt"]);
});

function untilCommandRuns(site: Awaited<ReturnType<typeof aWorkerSite>>, attemptId: string): Promise<void> {
  return untilEvent(site, { attemptId, type: "command.started" });
}

async function untilEvent(
  site: Awaited<ReturnType<typeof aWorkerSite>>,
  { attemptId, type }: { attemptId: string; type: AttemptEventType },
): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const events = await readEvents(site.db, { attemptId, after: 0 });
    if (events.some(({ body }) => body.type === type)) return;
    if (Date.now() > deadline) throw new Error(`No ${type}: ${JSON.stringify(events.map(({ body }) => body))}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
