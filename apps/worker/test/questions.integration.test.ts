import type { Script } from "@slipway/agent";
import { addMessage, ensureOwner, readEvents } from "@slipway/db";
import { expect, test } from "vitest";
import { aSampleRepository } from "./a-repository.ts";
import { aScriptedModel } from "./a-scripted-model.ts";
import { aWorkerSite, sendTask, untilTask } from "./a-worker.ts";

const ended = ({ status }: { status: string }) => ["succeeded", "failed", "cancelled"].includes(status);
const waits = ({ status }: { status: string }) => status === "waiting";
const ask = (question: string, callId: string) => ({ calls: [{ name: "ask_user", input: { question }, callId }] });

async function aSite(script: Script, attempts = 1) {
  const stack = new AsyncDisposableStack();
  const model = stack.use(await aScriptedModel(script));
  const site = stack.use(await aWorkerSite(model.variables));
  const repository = stack.use(await aSampleRepository());
  const { userId } = await ensureOwner(site.db, { name: "Ada" });
  const sent = await sendTask(site.db, { location: repository.folder, prompt: "Do something", task: { attempts } });
  return {
    ...sent,
    db: site.db,
    start: site.start,
    requests: () => model.server.requests.map(({ request }) => request.transcript),
    say: (text: string, attemptId?: string) =>
      addMessage(site.db, {
        taskId: sent.taskId,
        userId,
        input: { text, comments: [], ...(attemptId === undefined ? {} : { attemptId }) },
      }),
    bodies: async (attemptId: string) => (await readEvents(site.db, { attemptId, after: 0 })).map(({ body }) => body),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

test("each of several attempts gets the answer to its own question", async () => {
  let asked = 0;
  const script: Script = ({ step }) =>
    step === 0 ? ask(["Drop the users table?", "Add a README?"][asked++] ?? "?", "ask") : { text: "Done" };
  await using site = await aSite(script, 2);
  await site.start();
  const task = await untilTask(
    site.db,
    site.taskId,
    ({ turnList }) => turnList[0]?.attempts.every(({ state }) => state === "waiting") === true,
  );
  const attempts = task.turnList[0]?.attempts ?? [];
  const answers = attempts.map(({ waiting }) => (waiting?.kind === "question" && waiting.question === "Add a README?" ? "yes" : "no"));
  for (const [index, { id }] of attempts.entries()) await site.say(answers[index] ?? "", id);
  await untilTask(site.db, site.taskId, ended);
  for (const [index, { id }] of attempts.entries()) {
    const results = (await site.bodies(id)).flatMap((body) =>
      body.type === "tool.finished" && body.callId === "ask" ? [body.output] : [],
    );
    expect(results).toEqual([answers[index]]);
  }
});

test("what the person wrote before a question was asked does not answer it: the model reads it and may ask again", async () => {
  let beforeReply = async () => {};
  const script: Script = ({ step }) => [ask("Drop the users table?", "first"), ask("Still: drop it?", "second")][step] ?? { text: "Done" };
  await using site = await aSite(async (asked) => {
    if (asked.step === 0) await beforeReply();
    return script(asked);
  });
  beforeReply = async () => void (await site.say("yes, tabs please"));
  await site.start();
  const task = await untilTask(site.db, site.taskId, waits);
  expect(task.waiting).toMatchObject({ question: "Still: drop it?" });
  expect(site.requests().at(-1)?.slice(-4)).toMatchObject([
    { type: "tool_call", callId: "first" },
    { type: "tool_result", callId: "first", output: expect.stringContaining("has not answered") },
    { type: "user_text", text: "yes, tabs please" },
    { type: "user_text", text: expect.stringMatching(/^Your work stopped for a while/) },
  ]);
  await site.say("no");
  await untilTask(site.db, site.taskId, ended);
  expect(site.requests().at(-1)?.slice(-3, -1)).toMatchObject([
    { type: "tool_call", callId: "second" },
    { type: "tool_result", callId: "second", output: "no" },
  ]);
  expect(JSON.stringify(site.requests().at(-1)).split("yes, tabs please")).toHaveLength(2);
});

test("a follow-up's every request begins with the same words, the earlier answers and their questions among them", async () => {
  const script: Script = ({ step, prompt }) => {
    if (prompt.includes("docs")) return step === 0 ? { calls: [{ name: "shell", input: { command: "true" } }] } : { text: "Done" };
    return step === 0 ? ask("Which database?", "ask") : { text: "Done" };
  };
  await using site = await aSite(script);
  await site.start();
  await untilTask(site.db, site.taskId, waits);
  await site.say("use Postgres, not SQLite");
  await untilTask(site.db, site.taskId, ended);
  const before = site.requests().length;
  await site.say("Now the docs");
  await untilTask(site.db, site.taskId, (task) => task.turns === 2 && ended(task));
  const openings = site
    .requests()
    .slice(before)
    .map((transcript) => transcript.slice(0, 6));
  expect(openings).toHaveLength(2);
  expect(openings[0]?.slice(1)).toMatchObject([
    { type: "user_text", text: "Do something" },
    { type: "agent_text", text: "Which database?" },
    { type: "user_text", text: "use Postgres, not SQLite" },
    { type: "agent_text" },
    { type: "user_text", text: "Now the docs" },
  ]);
  expect(openings[1]).toEqual(openings[0]);
});
