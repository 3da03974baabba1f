import { LLMock } from "@copilotkit/aimock";
import type { AttemptEventBody } from "@slipway/core";
import { openLocalWorkspace } from "@slipway/core/testing";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { aModel, apis } from "../../test/agent-fixture.ts";
import { runAgent } from "../index.ts";

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

async function ran(api: "responses" | "chat") {
  await using workspace = await openLocalWorkspace();
  await workspace.writeFile("a.txt", Buffer.from("one\n"));
  const events: AttemptEventBody[] = [];
  const ending = await runAgent({
    model: aModel({ url: `${mock.url}/v1` }, { api, model: "gpt-5" }),
    workspace,
    task: { prompt: "Make it two", mode: "code", comments: [], history: [], repositoryName: "a/b", branch: "main", instructions: [] },
    limits: { steps: 10, tokens: 1_000_000, costUsd: null, wallClockSeconds: 30, commandSeconds: 10 },
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
    mock.onMessage("two", { content: "Nothing to do." });
    expect((await ran(api)).ending).toMatchObject({ kind: "finished", title: "Nothing to do", summary: "Nothing to do." });
  });
});
