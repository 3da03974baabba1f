import { expect, test, vi } from "vitest";
import { aModel, finish, ranAgent } from "../../test/agent-fixture.ts";
import { startScriptedModel } from "../index.ts";
import { ReplyItem, type TranscriptItem } from "../transcript.ts";

// Real servers and clients on a machine that may be busy with other test files.
vi.setConfig({ testTimeout: 30_000 });

const shell = { name: "shell", input: { command: "true" } };

type Sent = { messages: { role: string; reasoning_content?: string }[] };

test("reasoning that came with calls goes back with them", async () => {
  const { ending, server } = await ranAgent(({ step }) => (step < 2 ? { reasoning: `Thought ${step}.`, calls: [shell] } : finish), {
    api: "chat",
  });
  expect(ending.kind).toBe("finished");
  const messages = server.requests.flatMap(({ body }) => (body as Sent).messages).slice(-6);
  expect(messages.flatMap(({ role, reasoning_content: text }) => (role === "assistant" ? [text] : []))).toEqual([
    "Thought 0.",
    "Thought 1.",
  ]);
});

test("a server that refuses it by name gets the calls alone", async () => {
  const { ending, server } = await ranAgent(
    ({ step, transcript }) => {
      if (transcript.some(({ type }) => type === "reasoning"))
        return { fault: { kind: "status", status: 400, message: "messages.2.reasoning_content: Extra inputs are not permitted" } };
      return step === 0 ? { reasoning: "Hm.", calls: [shell] } : finish;
    },
    { api: "chat" },
  );
  expect(ending.kind).toBe("finished");
  expect(server.requests).toHaveLength(3);
});

test("reasoning without a call, of another field, of another API or of an older log stays", async () => {
  await using server = await startScriptedModel({ script: () => finish });
  const old = ReplyItem.parse({ type: "reasoning", id: "", summary: ["Old."], encrypted: null });
  const transcript: TranscriptItem[] = [
    { type: "user_text", text: "hi" },
    old,
    { type: "tool_call", callId: "a", name: "shell", input: "{}", kind: "function" },
    { type: "tool_result", callId: "a", kind: "function", output: "" },
    { type: "reasoning", id: "", summary: ["Idle."], encrypted: null, field: "reasoning_content" },
    { type: "agent_text", text: "Well." },
    { type: "user_text", text: "And?" },
  ];
  await aModel(server, { api: "chat" }).ask({
    instructions: "",
    transcript,
    tools: [],
    cacheKey: "x",
    signal: new AbortController().signal,
    loadImage: async () => new Uint8Array(),
    onRetry: async () => undefined,
  });
  expect(JSON.stringify(server.requests[0]?.body)).not.toContain("reasoning_content");
});
