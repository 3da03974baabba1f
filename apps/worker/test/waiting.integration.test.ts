import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Script } from "@slipway/agent";
import { addMessage, archiveTask, cancelTask, ensureOwner, readEvents, readPatch, resumeAttempt } from "@slipway/db";
import { expect, test } from "vitest";
import { aSampleRepository } from "./a-repository.ts";
import { aScriptedModel } from "./a-scripted-model.ts";
import { aWorkerSite, sendTask, untilTask } from "./a-worker.ts";
import { eventually } from "./eventually.ts";
import { listSandboxes } from "./list-sandboxes.ts";

const ended = ({ status }: { status: string }) => ["succeeded", "failed", "cancelled"].includes(status);
const waits = ({ status }: { status: string }) => status === "waiting";
const shell = (command: string) => ({ calls: [{ name: "shell", input: { command } }] });
const ask = { calls: [{ name: "ask_user", input: { question: "Tabs or spaces?", choices: ["Tabs", "Spaces"] }, callId: "ask" }] };

async function aSite(script: Script, variables: Record<string, string> = {}) {
  const stack = new AsyncDisposableStack();
  const model = stack.use(await aScriptedModel(script));
  const { site } = { site: stack.use(await aWorkerSite({ ...model.variables, SLIPWAY_IDLE_MINUTES: "5", ...variables })) };
  const repository = stack.use(await aSampleRepository());
  const { userId } = await ensureOwner(site.db, { name: "Ada" });
  return {
    db: site.db,
    start: site.start,
    send: (options: Partial<Parameters<typeof sendTask>[1]> = {}) =>
      sendTask(site.db, { location: repository.folder, prompt: "Do something", ...options }),
    say: (taskId: string, text: string) => addMessage(site.db, { taskId, userId, input: { text, comments: [] } }),
    told: () => model.server.requests.flatMap(({ body }) => JSON.stringify(body)),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

const files = async (site: { db: Parameters<typeof readPatch>[0] }, attemptId: string) =>
  [...new TextDecoder().decode((await readPatch(site.db, { attemptId }))?.patch).matchAll(/^diff --git a\/(\S+)/gm)].map(
    (match) => match[1],
  );

/** Ignored, so that only the very same sandbox still has it. */
const mark = "echo .cache > .gitignore; echo here > .cache";

test("a question parks the attempt, frees its place, and its answer goes on in the same sandbox", async () => {
  const script: Script = ({ step, userTexts }) => {
    if (userTexts.some((text) => text.includes("other"))) return { text: "Did the other." };
    return (
      [shell(`${mark}; echo early > early.txt; sleep 300 >/dev/null 2>&1 &`), ask, shell("cat .cache > late.txt")][step] ?? { text: "Done" }
    );
  };
  await using site = await aSite(script, { SLIPWAY_CONCURRENCY: "1" });
  await site.start();
  const { taskId, attemptId } = await site.send();
  const parked = await untilTask(site.db, taskId, waits);
  expect(parked.waiting).toEqual({ kind: "question", question: "Tabs or spaces?", choices: ["Tabs", "Spaces"] });
  expect(parked.turnList[0]?.attempts[0]?.sandboxKeptUntil).not.toBeNull();
  expect(await files(site, attemptId)).toEqual([".gitignore", "early.txt"]);
  const other = await site.send({ prompt: "the other" });
  expect((await untilTask(site.db, other.taskId, ended)).status).toBe("succeeded");
  const [sandboxId] = await listSandboxes(attemptId);
  expect(await site.say(taskId, "Tabs")).toEqual({ kind: "answer" });
  const task = await untilTask(site.db, taskId, ended);
  expect(task.status).toBe("succeeded");
  expect(await files(site, attemptId)).toEqual([".gitignore", "early.txt", "late.txt"]);
  expect(await listSandboxes(attemptId)).toEqual([sandboxId]);
  const events = await readEvents(site.db, { attemptId, after: 0 });
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect(events.filter(({ body }) => body.type === "tool.finished" && body.callId === "ask")).toMatchObject([{ body: { output: "Tabs" } }]);
});

test("a used up limit waits, goes on once it is raised, and knows what it lost with its sandbox", async () => {
  const script: Script = ({ step }) => [shell(`${mark}; echo one > one.txt`), shell("ls -A > two.txt")][step] ?? { text: "Done" };
  await using site = await aSite(script);
  await site.start();
  const { taskId, attemptId } = await site.send({ task: { limits: { steps: 1 } } });
  const parked = await untilTask(site.db, taskId, waits);
  expect(parked.waiting).toEqual({ kind: "limit", limit: "steps", used: 1, allowed: 1 });
  await promisify(execFile)("docker", ["rm", "--force", ...(await listSandboxes(attemptId))]);
  await resumeAttempt(site.db, { attemptId, input: { limits: {} } });
  const again = await untilTask(site.db, taskId, (task) => waits(task) && task.waiting?.kind === "limit" && task.waiting.used === 2);
  expect(again.waiting).toMatchObject({ allowed: 2 });
  await resumeAttempt(site.db, { attemptId, input: { limits: { steps: 10 } } });
  expect((await untilTask(site.db, taskId, ended)).status).toBe("succeeded");
  expect(await files(site, attemptId)).toEqual([".gitignore", "one.txt", "two.txt"]);
  expect(new TextDecoder().decode((await readPatch(site.db, { attemptId }))?.patch)).not.toContain("+.cache\n+.git\n");
  expect(site.told().join()).toContain("goes on in a new sandbox");
});

test("a waiting attempt is stopped at once, its change stays and its sandbox goes", async () => {
  await using site = await aSite(({ step }) => [shell("echo early > early.txt")][step] ?? ask);
  await site.start();
  const { taskId, attemptId } = await site.send();
  await untilTask(site.db, taskId, waits);
  await cancelTask(site.db, { taskId });
  expect((await untilTask(site.db, taskId, ended, 100)).status).toBe("cancelled");
  expect(await files(site, attemptId)).toEqual(["early.txt"]);
  await eventually(
    () => listSandboxes(attemptId),
    (ids) => ids.length === 0,
    10_000,
  );
});

const followed: Script = ({ step, prompt }) => {
  if (step > 0) return { text: "Done" };
  return shell(prompt.includes("more") ? "cat .cache > more.txt || echo cold > more.txt" : `${mark}; setsid sleep 300 >/dev/null 2>&1 &`);
};

test("a follow-up goes on in the sandbox that was kept, and archiving lets it go", async () => {
  await using site = await aSite(followed);
  await site.start();
  const { taskId, attemptId } = await site.send({
    environment: { checks: [{ name: "cache", command: "test ! -e .cache", timeoutSeconds: 20 }] },
  });
  await untilTask(site.db, taskId, ended);
  const [sandboxId] = await listSandboxes(attemptId);
  expect(sandboxId).toBeDefined();
  const sent = await site.say(taskId, "and more");
  const task = await untilTask(site.db, taskId, (each) => each.turns === 2 && ended(each));
  const next = sent.kind === "turn" ? (sent.attemptIds[0] ?? "") : "";
  expect(new TextDecoder().decode((await readPatch(site.db, { attemptId: next }))?.patch)).toContain("+here");
  expect(await listSandboxes(attemptId)).toEqual([sandboxId]);
  expect(await listSandboxes(next)).toEqual([]);
  expect(task.turnList.map((turn) => turn.attempts[0]?.verifications.find(({ side }) => side === "head")?.outcome)).toEqual([
    "passed",
    "passed",
  ]);
  await archiveTask(site.db, { taskId });
  await eventually(
    () => listSandboxes(attemptId),
    (ids) => ids.length === 0,
    10_000,
  );
});

test("a follow-up after the time is over starts from the stored change in a fresh sandbox", async () => {
  await using site = await aSite(followed, { SLIPWAY_IDLE_MINUTES: "0.02" });
  await site.start();
  const { taskId, attemptId } = await site.send();
  await untilTask(site.db, taskId, ended);
  await eventually(
    () => listSandboxes(attemptId),
    (ids) => ids.length === 0,
    20_000,
  );
  const sent = await site.say(taskId, "and more");
  await untilTask(site.db, taskId, (each) => each.turns === 2 && ended(each));
  const next = sent.kind === "turn" ? (sent.attemptIds[0] ?? "") : "";
  expect(await files(site, next)).toEqual([".gitignore", "more.txt"]);
  expect(new TextDecoder().decode((await readPatch(site.db, { attemptId: next }))?.patch)).toContain("+cold");
});

test("no more sandboxes are kept than allowed, and a worker that ends leaves none", async () => {
  await using site = await aSite(followed, { SLIPWAY_WARM_SANDBOXES: "1" });
  const worker = await site.start();
  const first = await site.send();
  await untilTask(site.db, first.taskId, ended);
  const second = await site.send();
  await untilTask(site.db, second.taskId, ended);
  await eventually(
    () => listSandboxes(first.attemptId),
    (ids) => ids.length === 0,
    10_000,
  );
  expect(await listSandboxes(second.attemptId)).toHaveLength(1);
  await worker[Symbol.asyncDispose]();
  expect(await listSandboxes(second.attemptId)).toEqual([]);
});
