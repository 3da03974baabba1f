import type { Repository, Task, Waiting } from "@slipway/core";
import { claimAttempt, moveAttempt, parkAttempt, takeMessages } from "@slipway/db";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeRepository } from "./test/make-repository.ts";
import { bodyOf, openTestApi, type TestApi } from "./test/open-test-api.ts";

let test: TestApi;
let repository: Repository;
beforeAll(async () => {
  test = await openTestApi();
  repository = await bodyOf<Repository>(await test.call("POST", "/repositories", { body: { path: await makeRepository(["main"]) } }), 201);
});
afterAll(() => test[Symbol.asyncDispose]());

async function runningAttempts(attempts: number) {
  const body = { repositoryId: repository.id, prompt: "Do it", attempts };
  const task = await bodyOf<Task>(await test.call("POST", "/tasks", { body }), 201);
  return await Promise.all(
    (task.turnList[0]?.attempts ?? []).map(async ({ id }) => {
      const work = await claimAttempt(test.context.db, { attemptId: id, workerId: "w", leaseSeconds: 60 });
      if (work === null) throw new Error("not claimed");
      await moveAttempt(test.context.db, { ...work, signal: "prepared" });
      return work;
    }),
  );
}

async function aRunningTask() {
  const [work] = await runningAttempts(1);
  if (work === undefined) throw new Error("no attempt");
  return work;
}

const steps = { kind: "limit", limit: "steps", used: 100, allowed: 100 } as const;

it("an attempt that waits for more is given it, once, and never less than it used", async () => {
  const work = await aRunningTask();
  const resume = (body: unknown) => test.call("POST", `/attempts/${work.attemptId}/resume`, { body });
  expect((await resume({})).status).toBe(409);
  await parkAttempt(test.context.db, { ...work, waiting: steps, wakeAt: null, change: null });
  const refused = await bodyOf<{ errors: { path: string }[] }>(await resume({ limits: { steps: 90 } }), 400);
  expect(refused.errors.map(({ path }) => path)).toEqual(["limits.steps"]);
  expect(await bodyOf<Task>(await resume({ limits: { steps: 150 } }), 200)).toMatchObject({ status: "queued", waiting: null });
  expect((await resume({})).status).toBe(409);
});

it("a question is answered by a message", async () => {
  const work = await aRunningTask();
  const waiting: Waiting = { kind: "question", question: "Tabs?", choices: ["Yes", "No"] };
  await parkAttempt(test.context.db, { ...work, waiting, wakeAt: null, change: null });
  expect(await bodyOf<Task>(await test.call("GET", `/tasks/${work.taskId}`), 200)).toMatchObject({ status: "waiting", waiting });
  const sent = await bodyOf(await test.call("POST", `/tasks/${work.taskId}/messages`, { body: { text: "Yes" } }), 201);
  expect(sent).toMatchObject({ kind: "answer", task: { status: "queued" } });
});

it("of two questions the one that is named is answered, once for each idempotency key", async () => {
  const works = await runningAttempts(2);
  const [taskId, first, second] = [works[0]?.taskId, works[0]?.attemptId, works[1]?.attemptId];
  for (const [index, work] of works.entries()) {
    const waiting: Waiting = { kind: "question", question: `Question ${index}?`, choices: [] };
    await parkAttempt(test.context.db, { ...work, waiting, wakeAt: null, change: null });
  }
  const say = (body: unknown) =>
    test.call("POST", `/tasks/${taskId}/messages`, { body, headers: { "idempotency-key": `answer-${second}` } });
  const refused = await bodyOf<{ detail: string }>(await test.call("POST", `/tasks/${taskId}/messages`, { body: { text: "Yes" } }), 409);
  expect(refused.detail).toContain("Attempts 1 and 2 wait for an answer");
  const states = ({ task }: { task: Task }) => task.turnList[0]?.attempts.map(({ state }) => state);
  const answer = { text: "Yes", attemptId: second };
  for (const sent of [await say(answer), await say(answer)]) {
    expect(states(await bodyOf<{ kind: string; task: Task }>(sent, 201))).toEqual(["waiting", "queued"]);
  }
  const late = await bodyOf<{ detail: string }>(await test.call("POST", `/tasks/${taskId}/messages`, { body: answer }), 409);
  expect(late.detail).toContain("does not wait for an answer");
  const last = await bodyOf<{ task: Task }>(
    await test.call("POST", `/tasks/${taskId}/messages`, { body: { text: "No", attemptId: first } }),
    201,
  );
  expect(last.task.turnList[0]?.messages.map(({ attemptId }) => attemptId)).toEqual([second, first]);
});

it("a message is rewritten or taken back until the agent reads it, and not after", async () => {
  const work = await aRunningTask();
  const send = async (text: string) => {
    const sent = await bodyOf<{ task: Task }>(await test.call("POST", `/tasks/${work.taskId}/messages`, { body: { text } }), 201);
    return sent.task.turnList[0]?.messages.at(-1)?.id ?? "";
  };
  const [first, second] = [await send("Use tabs"), await send("Delete it all")];
  const edited = await bodyOf<Task>(await test.call("PATCH", `/messages/${first}`, { body: { text: "Use spaces" } }), 200);
  expect(edited.turnList[0]?.messages.map(({ text }) => text)).toEqual(["Use spaces", "Delete it all"]);
  const left = await bodyOf<Task>(await test.call("DELETE", `/messages/${second}`), 200);
  expect(left.turnList[0]?.messages.map(({ id }) => id)).toEqual([first]);
  await takeMessages(test.context.db, work);
  const late = await bodyOf<{ detail: string }>(await test.call("PATCH", `/messages/${first}`, { body: { text: "No, tabs" } }), 409);
  expect(late.detail).toContain("read this message already");
  expect((await test.call("DELETE", `/messages/${first}`)).status).toBe(409);
  expect((await test.call("DELETE", `/messages/${second}`)).status).toBe(404);
});
