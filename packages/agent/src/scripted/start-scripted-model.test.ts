import OpenAI from "openai";
import { expect, test, vi } from "vitest";
import { ranAgent } from "../../test/agent-fixture.ts";
import { type Script, type ScriptedModel, startScriptedModel } from "../index.ts";

// Real processes and servers on a machine that may be busy with other test files.
vi.setConfig({ testTimeout: 30_000 });

const client = (server: ScriptedModel) => new OpenAI({ apiKey: "k", baseURL: server.url, maxRetries: 0 });
const everything: Script = () => ({
  reasoning: "Hm. Yes.",
  text: "Here is it.",
  calls: [{ name: "apply_patch", input: "*** Begin Patch" }],
  usage: { input: 7, cached: 3, output: 5 },
});

test("the SDK's own accumulator takes a Responses stream with reasoning, text and a freeform call", async () => {
  await using server = await startScriptedModel({ script: everything });
  const stream = client(server).responses.stream({ model: "m", input: "hi", tools: [{ type: "custom", name: "apply_patch" }] });
  const response = await stream.finalResponse();
  expect(response.output.map(({ type }) => type)).toEqual(["reasoning", "message", "custom_tool_call"]);
  expect(response.output_text).toBe("Here is it.");
  expect(response.output[2]).toMatchObject({ call_id: "call_1", input: "*** Begin Patch" });
  expect(response.usage).toMatchObject({ input_tokens: 7, output_tokens: 5, input_tokens_details: { cached_tokens: 3 } });
});

test("the SDK's own accumulator takes a chat stream with a call and its usage", async () => {
  await using server = await startScriptedModel({ script: everything });
  const stream = client(server).chat.completions.stream({
    model: "m",
    messages: [{ role: "user", content: "hi" }],
    tools: [{ type: "function", function: { name: "apply_patch", parameters: {} } }],
    stream_options: { include_usage: true },
  });
  const completion = await stream.finalChatCompletion();
  expect(completion.choices[0]).toMatchObject({
    finish_reason: "tool_calls",
    message: {
      content: "Here is it.",
      tool_calls: [{ id: "call_1", function: { name: "apply_patch", arguments: '{"input":"*** Begin Patch"}' } }],
    },
  });
  expect(completion.usage).toMatchObject({ prompt_tokens: 7, completion_tokens: 5 });
});

test("text comes in small pieces", async () => {
  await using server = await startScriptedModel({ script: () => ({ text: "one two three" }) });
  const deltas: string[] = [];
  for await (const event of await client(server).responses.create({ model: "m", input: "hi", stream: true })) {
    if (event.type === "response.output_text.delta") deltas.push(event.delta);
  }
  expect(deltas).toEqual(["one ", "two ", "three"]);
});

test("models are listed, other endpoints and malformed bodies are refused", async () => {
  await using server = await startScriptedModel({ script: everything });
  expect((await client(server).models.list()).data.map(({ id }) => id)).toEqual(["scripted"]);
  expect((await fetch(`${server.url}/embeddings`, { method: "POST" })).status).toBe(404);
  expect((await fetch(`${server.url}/responses`, { method: "POST", body: "{" })).status).toBe(400);
  expect((await fetch(`${server.url}/responses`, { method: "POST", body: "{}" })).status).toBe(400);
});

test("attempts that run at once on one server do not mix", async () => {
  const script: Script = ({ step, userTexts }) =>
    step < 3 ? { calls: [{ name: "shell", input: { command: `echo ${userTexts[1]} ${step}` } }] } : { text: `done ${userTexts[1]}` };
  const names = Array.from({ length: 8 }, (_, index) => `task-${index}`);
  await using server = await startScriptedModel({ script });
  const runs = await Promise.all(names.map((prompt) => ranAgent(script, { task: { prompt }, settings: { baseUrl: server.url } })));
  expect(runs.map(({ ending }) => ending)).toMatchObject(
    names.map((name) => ({ kind: "finished", title: `done ${name}`, summary: `done ${name}` })),
  );
  expect(server.requests).toHaveLength(32);
});

test("only the latest requests are kept", async () => {
  await using server = await startScriptedModel({ script: everything, keepRequests: 2 });
  for (const input of ["a", "b", "c"])
    await client(server)
      .responses.create({ model: "m", input, stream: true })
      .then(async (stream) => {
        for await (const _ of stream);
      });
  expect(server.requests.map(({ request }) => request.prompt)).toEqual(["b", "c"]);
});
