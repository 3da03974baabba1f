import type { Script } from "@slipway/agent";
import { CreateProviderInput, UpdateProviderInput } from "@slipway/core";
import { createProvider, getTask, pickAttempt, requestJudgement, updateProvider } from "@slipway/db";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aSampleRepository } from "./a-repository.ts";
import { aScriptedModel } from "./a-scripted-model.ts";
import { aWorkerSite, sendTask, type TestWorker, untilTask } from "./a-worker.ts";

const ended = ({ turnList }: { turnList: { attempts: { finishedAt: string | null }[] }[] }) =>
  turnList[0]?.attempts.every(({ finishedAt }) => finishedAt !== null) === true;

/** Two attempts write the same file; asked to judge, the model gives one reason with proof and one without. */
const script: Script = ({ tools, step }) => {
  if (tools.includes("shell"))
    return step === 0
      ? { calls: [{ name: "shell", input: { command: "printf 'one\\ntwo\\n' > notes.txt" } }] }
      : { text: "Wrote notes.txt" };
  const reasons = [
    { attempt: 2, text: "It writes both lines 【F:notes.txt†L1-L2】." },
    { attempt: 1, text: "It is less elegant." },
  ];
  return { calls: [{ name: tools[0] ?? "", input: { best: 2, reasons } }], usage: { input: 1_000_000, output: 0 } };
};

let site: TestWorker;
let model: Awaited<ReturnType<typeof aScriptedModel>>;
let repository: Awaited<ReturnType<typeof aSampleRepository>>;
beforeAll(async () => {
  model = await aScriptedModel(script);
  repository = await aSampleRepository();
  site = await aWorkerSite();
  await site.start();
});
afterAll(async () => {
  await site[Symbol.asyncDispose]();
  await Promise.all([model[Symbol.asyncDispose](), repository[Symbol.asyncDispose]()]);
});

test("a comparison is asked of the task's own model, proves its reasons, is counted, and its pick can be followed", async () => {
  const price = { inputUsd: 2, cachedInputUsd: 2, outputUsd: 8 };
  const input = CreateProviderInput.parse({ name: "Acme", baseUrl: model.server.url, models: [{ name: "acme-1", price }] });
  const provider = await createProvider(site.db, { input });
  const { taskId } = await sendTask(site.db, {
    location: repository.folder,
    prompt: "Write notes",
    task: { attempts: 2, providerId: provider.id, model: "acme-1" },
  });
  const [turn] = (await untilTask(site.db, taskId, ended)).turnList;
  const second = turn?.attempts[1];
  await requestJudgement(site.db, { turnId: turn?.id ?? "" });
  await expect(requestJudgement(site.db, { turnId: turn?.id ?? "" })).rejects.toThrow("A comparison is being made already");
  const judged = (await untilTask(site.db, taskId, ({ turnList }) => turnList[0]?.judgement?.state !== "running")).turnList[0]?.judgement;
  expect(judged).toMatchObject({
    state: "done",
    model: "acme-1",
    bestAttemptId: second?.id,
    reasons: [{ attemptId: second?.id, text: "It writes both lines 【F:notes.txt†L1-L2】.", citations: [{ firstLine: 1, lastLine: 2 }] }],
    droppedReasons: 1,
    usage: { requests: 1, costUsd: 2 },
    failure: null,
  });
  const worked = turn?.attempts.reduce((sum, { usage }) => sum + (usage.costUsd ?? 0), 0) ?? 0;
  expect((await getTask(site.db, { taskId })).costUsd).toBeCloseTo(worked + 2, 6);
  await pickAttempt(site.db, { turnId: turn?.id ?? "", attemptId: second?.id ?? "" });
  expect((await getTask(site.db, { taskId })).turnList[0]).toMatchObject({ pickedAttemptId: second?.id, judgement: { state: "done" } });

  await updateProvider(site.db, { providerId: provider.id, input: UpdateProviderInput.parse({ baseUrl: "http://127.0.0.1:9/v1" }) });
  await requestJudgement(site.db, { turnId: turn?.id ?? "" });
  const task = await untilTask(site.db, taskId, ({ turnList }) => turnList[0]?.judgement?.state === "failed");
  expect(task.turnList[0]?.judgement?.failure).toMatchObject({
    message: expect.stringContaining("cannot be reached"),
    hint: expect.any(String),
  });
  // What an earlier comparison cost stays in the sum.
  expect(task.costUsd).toBeCloseTo(worked + 2, 6);
}, 90_000);
