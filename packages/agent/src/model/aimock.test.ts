import { LLMock } from "@copilotkit/aimock";
import type { AttemptEventBody } from "@slipway/core";
import { openLocalWorkspace } from "@slipway/core/testing";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { aModel, apis, aTask, someLimits } from "../../test/agent-fixture.ts";
import { type RunAgentInput, runAgent } from "../index.ts";

// Real processes and servers on a machine that may be busy with other test files.
vi.setConfig({ testTimeout: 30_000 });

const patch = "*** Begin Patch\n*** Update File: a.txt\n@@\n-one\n+two\n*** End Patch";
const calls = [
  { name: "shell", arguments: JSON.stringify({ command: "cat a.txt" }), id: "call_look" },
  { name: "apply_patch", arguments: JSON.stringify({ input: patch }), id: "call_patch" },
  { name: "finish", arguments: JSON.stringify({ title: "Two", summary: "It says two." }), id: "call_end" },
];

/** An independent implementation of both APIs, so that client and scripted server cannot agree on a shared mistake. */
let mock: LLMock;

beforeEach(async () => {
  mock = new LLMock({ port: 0 });
  await mock.start();
});

afterEach(() => mock.stop());

const usages = { responses: { input_tokens: 40, output_tokens: 8 }, chat: { prompt_tokens: 40, completion_tokens: 8 } };

function replyInOrder(api: "responses" | "chat"): void {
  for (const [index, call] of calls.entries()) {
    const match = {
      predicate: ({ messages }: { messages: { role: string }[] }) => messages.filter(({ role }) => role === "tool").length === index,
    };
    mock.on(match, { toolCalls: [call], usage: usages[api] });
  }
}

const pixel = { id: "p1", mediaType: "image/png" as const };

async function ran(api: "responses" | "chat", task: Partial<RunAgentInput["task"]> = {}) {
  await using workspace = await openLocalWorkspace();
  await workspace.writeFile("a.txt", Buffer.from("one\n"));
  const events: AttemptEventBody[] = [];
  const ending = await runAgent({
    model: aModel({ url: `${mock.url}/v1` }, { api, model: "gpt-5" }),
    workspace,
    task: aTask({ prompt: "Make it two", ...task }),
    limits: someLimits(),
    images: {
      store: async () => {
        throw new Error("nothing is stored here");
      },
      load: async () => new TextEncoder().encode("a picture"),
    },
    emit: async (bodies) => void events.push(...bodies),
    takeMessages: async () => [],
    recordUsage: async () => undefined,
    now: () => performance.now(),
    signal: new AbortController().signal,
  });
  const content = await workspace.readFile("a.txt");
  return { ending, events, text: new TextDecoder().decode(content ?? new Uint8Array()) };
}

describe.each(apis)("against an independent server of the %s API", (api) => {
  test("the loop works to its end", async () => {
    replyInOrder(api);
    const { ending, events, text } = await ran(api);
    expect(ending).toMatchObject({ kind: "finished", title: "Two", summary: "It says two." });
    expect(text).toBe("two\n");
    expect(events.flatMap((event) => (event.type === "tool.finished" ? [event.callId] : []))).toEqual(calls.map(({ id }) => id));
    expect(
      events.some((event) => event.type === "usage.recorded" && event.usage.inputTokens === 40 && event.usage.outputTokens === 8),
    ).toBe(true);
  });

  test("a plain message ends the attempt", async () => {
    mock.on({ predicate: () => true }, { content: "Nothing to do." });
    expect((await ran(api)).ending).toMatchObject({ kind: "finished", title: "Nothing to do", summary: "Nothing to do." });
  });

  test("calls that come side by side run in their order", async () => {
    const toolCalls = ["echo one > log", "cat log"].map((command, index) => ({
      name: "shell",
      arguments: JSON.stringify({ command }),
      id: `call_${index}`,
    }));
    mock.on({ predicate: ({ messages }) => messages.every(({ role }) => role !== "tool") }, { toolCalls });
    mock.on({ predicate: ({ messages }) => messages.some(({ role }) => role === "tool") }, { content: "It is so." });
    const { ending, events } = await ran(api);
    expect(ending.kind).toBe("finished");
    expect(events.flatMap((event) => (event.type === "tool.finished" ? [event.output] : [])).at(-1)).toContain("one\n");
    expect(mock.getRequests()[0]?.body).toMatchObject({ tools: expect.anything() });
  });

  test("words before a call are kept beside it", async () => {
    mock.on(
      { predicate: ({ messages }) => messages.every(({ role }) => role !== "tool") },
      { content: "Looking first.", toolCalls: [{ name: "shell", arguments: '{"command":"true"}', id: "call_look" }] },
    );
    mock.on({ predicate: ({ messages }) => messages.some(({ role }) => role === "tool") }, { content: "It is so." });
    const { events } = await ran(api);
    expect(events).toContainEqual({ type: "message.added", role: "agent", text: "Looking first.", messageId: null });
  });

  test("a prompt with a picture is understood", async () => {
    mock.on({ predicate: () => true }, { content: "I see it." });
    const { ending } = await ran(api, { images: [pixel] });
    expect(ending).toMatchObject({ kind: "finished", summary: "I see it." });
    const url = `data:image/png;base64,${Buffer.from("a picture").toString("base64")}`;
    // Its journal holds requests of the Responses API without their pictures.
    if (api === "chat") expect(JSON.stringify(mock.getRequests())).toContain(url);
  });

  test.each([
    ["an error of the server", 500, {}],
    ["an overloaded server", 503, {}],
    ["a rate limit", 429, { code: "rate_limit_exceeded" }],
  ])("%s is asked for again", async (_name, status, error) => {
    mock.on({ predicate: () => true }, { content: "Nothing to do." });
    mock.nextRequestError(status, { message: "try again", ...error });
    const { ending, events } = await ran(api);
    expect(ending.kind).toBe("finished");
    expect(events.filter(({ type }) => type === "model.retried")).toHaveLength(1);
  });

  test.each([
    ["a refused key", 401, {}, "model_unauthorized"],
    ["a used up quota", 429, { code: "insufficient_quota" }, "model_unauthorized"],
    ["a conversation that is too long", 400, { code: "context_length_exceeded" }, "model_failed"],
  ])("%s ends the attempt", async (_name, status, error, code) => {
    mock.nextRequestError(status, { message: "no", ...error });
    expect((await ran(api)).ending).toMatchObject({ kind: "model_failed", failure: { code } });
  });

  test("a stream that is cut is asked for again, and nothing of it runs", async () => {
    const toolCalls = [{ name: "shell", arguments: '{"command":"touch never-twice"}', id: "call_cut" }];
    const fresh = ({ messages }: { messages: { role: string }[] }) => messages.every(({ role }) => role !== "tool");
    mock.on({ predicate: fresh, sequenceIndex: 0 }, { toolCalls }, { truncateAfterChunks: 3 });
    mock.on({ predicate: fresh }, { toolCalls });
    mock.on({ predicate: ({ messages }) => messages.some(({ role }) => role === "tool") }, { content: "It is so." });
    const { ending, events } = await ran(api);
    expect(ending.kind).toBe("finished");
    expect(events.filter(({ type }) => type === "model.retried")).toHaveLength(1);
    expect(events.filter(({ type }) => type === "command.started")).toHaveLength(1);
  });
});
