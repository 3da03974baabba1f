import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { LLMock } from "@copilotkit/aimock";
import type { ProviderTestResult } from "@slipway/core";
import { describe, expect, test } from "vitest";
import { probeModel, type Script, startScriptedModel } from "../index.ts";

const price = { inputUsd: 1, cachedInputUsd: 0.1, outputUsd: 10 };

function probe(url: string, overrides: Partial<Parameters<typeof probeModel>[0]> = {}): Promise<ProviderTestResult> {
  const now = () => performance.now();
  return probeModel({
    baseUrl: url,
    apiKey: "sk-test-key",
    model: "scripted",
    price,
    now,
    signal: new AbortController().signal,
    ...overrides,
  });
}

const answers = ({ findings }: ProviderTestResult) => Object.fromEntries(findings.map(({ subject, answer }) => [subject, answer]));

const add = (a: number, b: number, callId: string) => ({ name: "add", input: { a, b }, callId });

/** A model that does all that it is asked. */
const capable: Script = ({ tools, step, prompt }) => {
  if (tools.includes("add")) return step === 0 ? { calls: [add(2, 3, "one"), add(4, 5, "two")] } : { text: "5 and 9" };
  if (tools.includes("write")) return { calls: [{ name: "write", input: "READY", callId: "w" }] };
  return { text: prompt.includes("colour") ? "Red." : "?" };
};

describe("a test of a connection", () => {
  test("tells that everything works, what it cost and how fast it was", async () => {
    await using server = await scripted(capable);
    const result = await probe(server.url);
    expect(answers(result)).toEqual({
      reachable: "yes",
      key: "yes",
      responses: "yes",
      chat: "yes",
      tool_call: "yes",
      parallel_calls: "yes",
      freeform_patch: "yes",
      vision: "yes",
    });
    expect(result).toMatchObject({
      learned: { api: "responses", vision: true, freeformPatch: true, parallelCalls: true },
      failure: null,
      latencyMs: expect.any(Number),
      usage: { requests: 4, costUsd: expect.any(Number) },
    });
  });

  test("names the API that works where the other one does not", async () => {
    await using server = await scripted((request) =>
      request.api === "responses" ? { fault: { kind: "status", status: 404, message: "no such route" } } : capable(request),
    );
    const result = await probe(server.url);
    expect(answers(result)).toMatchObject({ responses: "no", chat: "yes", tool_call: "yes", freeform_patch: "unknown" });
    expect(result).toMatchObject({ learned: { api: "chat", freeformPatch: null }, failure: null });
  });

  test("tells a model that calls no tool, one that makes one call at a time, and one that refuses pictures and plain text", async () => {
    await using silent = await scripted(() => ({ text: "Five!" }));
    expect(await probe(silent.url)).toMatchObject({
      failure: { message: "The model answered in words and called no tool.", hint: expect.stringContaining("Choose another one") },
    });
    await using modest = await scripted(({ tools, step }) => {
      if (tools.includes("add")) return step === 0 ? { calls: [add(2, 3, "one")] } : { text: "5" };
      return { fault: { kind: "status", status: 400, message: "unsupported content" } };
    });
    const result = await probe(modest.url);
    expect(answers(result)).toMatchObject({ tool_call: "yes", parallel_calls: "no", freeform_patch: "no", vision: "no" });
    expect(result.failure).toBeNull();
  });

  test("tells a refused key without repeating it", async () => {
    await using server = await scripted(() => ({
      fault: { kind: "status", status: 401, code: "invalid_api_key", message: "Incorrect API key provided: sk-test-key" },
    }));
    const result = await probe(server.url);
    expect(result.failure?.message).toMatch(/key/i);
    expect(JSON.stringify(result)).not.toContain("sk-test-key");
  });

  test("tells a server that does not answer, and asks it nothing more", async () => {
    const { url, close } = await closedPort();
    await close();
    const result = await probe(url);
    expect(answers(result)).toMatchObject({ reachable: "no", responses: "unknown" });
    expect(result.failure).toMatchObject({
      message: expect.stringContaining("does not answer"),
      hint: expect.stringContaining("Check the address"),
    });
  });

  test("against an independent server: tool calls of both APIs, and its list of models", async () => {
    const mock = new LLMock({ port: 0 });
    await mock.start();
    try {
      const toolCalls = [
        { name: "add", arguments: '{"a":2,"b":3}', id: "call_one" },
        { name: "add", arguments: '{"a":4,"b":5}', id: "call_two" },
      ];
      mock.on({ predicate: ({ messages }) => messages.some(({ role }) => role === "tool") }, { content: "5 and 9" });
      mock.onMessage("Call the tool add", { toolCalls });
      mock.onMessage("colour", { content: "Red" });
      const result = await probe(`${mock.url}/v1`, { model: "gpt-5" });
      expect(answers(result)).toMatchObject({
        reachable: "yes",
        responses: "yes",
        chat: "yes",
        tool_call: "yes",
        parallel_calls: "yes",
        vision: "yes",
      });
      expect((await probe(`${mock.url}/v1`, { model: null })).models).toEqual(expect.any(Array));
    } finally {
      await mock.stop();
    }
  });
});

async function scripted(script: Script) {
  const server = await startScriptedModel({ script });
  return { url: server.url, [Symbol.asyncDispose]: () => server.close() };
}

async function closedPort() {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/v1`, close: () => new Promise((resolve) => server.close(resolve)) };
}
