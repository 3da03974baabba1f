import type { Script, ScriptReply, ScriptRequest } from "@slipway/agent";
import { readEvents, readPatch } from "@slipway/db";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aSampleRepository } from "./a-repository.ts";
import { aScriptedModel } from "./a-scripted-model.ts";
import { aWorkerSite, sendTask, untilTask } from "./a-worker.ts";

const write = (name: string): ScriptReply => ({ calls: [{ name: "shell", input: { command: `echo ${name} > ${name}.txt` } }] });
const finish: ScriptReply = { calls: [{ name: "finish", input: { title: "Done", summary: "Did it." } }] };

/** What the model does for each prompt once it has written a file, so that every ending has something to keep. */
const behaviours: Record<string, (request: ScriptRequest) => ScriptReply> = {
  "repeat one call": () => ({ calls: [{ name: "shell", input: { command: "cat kept.txt" } }] }),
  "take turns": ({ step }) => ({ calls: [{ name: "shell", input: { command: step % 2 === 0 ? "cat kept.txt" : "pwd" } }] }),
  "call nonsense": () => ({ calls: [{ name: "shell", input: { cmd: "ls" } }] }),
  "only talk": ({ step }) =>
    step === 1
      ? { calls: [{ name: "update_plan", input: { plan: [{ step: "Write more", status: "pending" }] } }] }
      : { text: "I will write more now." },
  refuse: () => ({ refusal: "I will not do that." }),
  "lose the key": () => ({ fault: { kind: "status", status: 401, message: "Incorrect API key" } }),
  "use up the quota": () => ({ fault: { kind: "status", status: 429, code: "insufficient_quota", message: "You exceeded your quota" } }),
  "talk too long": ({ transcript, prompt }) => {
    if (prompt.includes("hand-over")) return { text: "kept.txt is written; finish now." };
    const compacted = transcript.some((item) => item.type === "user_text" && item.text.includes("kept.txt is written; finish now."));
    return compacted ? finish : { fault: { kind: "status", status: 400, code: "context_length_exceeded", message: "too long" } };
  },
};

const script: Script = (request) => {
  const behaviour = behaviours[request.userTexts.find((text) => text in behaviours) ?? ""];
  return request.step === 0 && !request.prompt.includes("hand-over") && !request.prompt.includes("too long and is gone")
    ? write("kept")
    : (behaviour?.(request) ?? finish);
};

let stack: AsyncDisposableStack;
let site: Awaited<ReturnType<typeof aWorkerSite>>;
let location: string;

beforeAll(async () => {
  stack = new AsyncDisposableStack();
  const model = stack.use(await aScriptedModel(script));
  site = stack.use(await aWorkerSite(model.variables));
  location = stack.use(await aSampleRepository()).folder;
  await site.start();
}, 120_000);

afterAll(() => stack.disposeAsync());

async function ran(prompt: string) {
  const { taskId, attemptId } = await sendTask(site.db, { location, prompt });
  const task = await untilTask(site.db, taskId, ({ status }) => ["succeeded", "failed", "cancelled"].includes(status));
  const patch = new TextDecoder().decode((await readPatch(site.db, { attemptId }))?.patch);
  const events = (await readEvents(site.db, { attemptId, after: 0, limit: 1_000 })).map(({ body }) => body);
  return { status: task.status, failure: task.turnList[0]?.attempts[0]?.failure, patch, events };
}

test.each([
  ["repeat one call", "stuck", "4 times in a row"],
  ["take turns", "stuck", "and then"],
  ["call nonsense", "stuck", "Invalid arguments for shell"],
  ["only talk", "stuck", "open steps: Write more"],
  ["refuse", "model_refused", "I will not do that."],
  ["lose the key", "model_unauthorized", "Incorrect API key"],
  ["use up the quota", "model_unauthorized", "quota"],
])("an agent that is told to %s ends as %s with the reason, and what it changed is kept", async (prompt, code, reason) => {
  const { status, failure, patch } = await ran(prompt);
  expect(status).toBe("failed");
  expect(failure).toMatchObject({ code, message: expect.stringContaining(reason), hint: expect.stringMatching(/./) });
  expect(patch).toContain("+kept");
});

test("a conversation that got too long for the model is summed up, and the attempt succeeds", async () => {
  const { status, patch, events } = await ran("talk too long");
  expect(status).toBe("succeeded");
  expect(patch).toContain("+kept");
  expect(events.filter(({ type }) => type === "context.compacted")).toHaveLength(1);
});
