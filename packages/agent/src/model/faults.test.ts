import { describe, expect, test, vi } from "vitest";
import { aModel, apis, finish, ranAgent } from "../../test/agent-fixture.ts";
import type { ScriptFault } from "../index.ts";

// Real servers and clients on a machine that may be busy with other test files.
vi.setConfig({ testTimeout: 30_000 });

const passing: [string, ScriptFault][] = [
  ["a stream cut in its first event", { kind: "cut", afterBytes: 30 }],
  ["a stream cut between events", { kind: "cut", afterBytes: 900 }],
  ["a stream that stalls", { kind: "stall", afterBytes: 400 }],
  ["an error of the server", { kind: "status", status: 500 }],
  ["an overloaded server", { kind: "status", status: 503 }],
  ["a request timeout", { kind: "status", status: 408 }],
  ["a rate limit", { kind: "status", status: 429, code: "rate_limit_exceeded" }],
  ["malformed JSON in an event", { kind: "garbage", text: "data: {nope\n\n" }],
  ["a foreign event", { kind: "garbage", text: 'data: {"type":7,"choices":"\uFFFD"}\n\n' }],
  ["invalid UTF-8 in the middle of an event", { kind: "garbage", text: Uint8Array.of(0xc3, 0x28), afterBytes: 500 }],
  ["malformed JSON in the middle of an event", { kind: "garbage", text: '"}{', afterBytes: 700 }],
  ["a wrong content type", { kind: "content_type", contentType: "text/html", body: "<h1>Proxy</h1>" }],
  ["a failed turn", { kind: "failed", code: "server_error", message: "try again" }],
  ["a turn that fails in the middle", { kind: "failed", code: "server_error", message: "try again", afterBytes: 600 }],
  ["a rate limit in the middle of a stream", { kind: "failed", code: "rate_limit_exceeded", message: "slow down", afterBytes: 600 }],
];

const tooLongInWords = { kind: "status", status: 400, message: "This model's maximum context length is 8192 tokens." } as const;
const tooLongInStream = { kind: "failed", code: "context_length_exceeded", message: "too long", afterBytes: 10 } as const;

describe.each(apis)("over the %s API", (api) => {
  test.each(passing)("%s is asked for again as a whole turn, and nothing of it runs", async (_name, fault) => {
    const { ending, events, server } = await ranAgent(
      ({ repeats, step }) =>
        step > 0 ? finish : { calls: [{ name: "shell", input: { command: "echo once" } }], ...(repeats === 0 ? { fault } : {}) },
      { api, settings: { idleTimeoutMs: fault.kind === "stall" ? 800 : 10_000 } },
    );
    expect(ending.kind).toBe("finished");
    expect(events.filter((event) => event.type === "model.retried")).toHaveLength(1);
    expect(events.filter((event) => event.type === "command.started")).toHaveLength(1);
    expect(server.requests).toHaveLength(3);
  });

  test.each([
    ["a refused key", { kind: "status", status: 401, message: "Incorrect API key" }, "model_unauthorized", "Check the API key"],
    ["a forbidden model", { kind: "status", status: 403, message: "no access" }, "model_unauthorized", "Check the API key"],
    [
      "an exhausted quota",
      { kind: "status", status: 429, code: "insufficient_quota", message: "You exceeded" },
      "model_unauthorized",
      "Raise the quota",
    ],
    ["an unknown model", { kind: "status", status: 404, message: "no such model" }, "model_failed", "Check the model's name"],
    ["a conversation that is too long", { kind: "status", status: 400, code: "context_length_exceeded" }, "model_failed", "Split the task"],
    ["one that a server without codes finds too long", tooLongInWords, "model_failed", "Split the task"],
    ["one that is found too long within the stream", tooLongInStream, "model_failed", "Split the task"],
    [
      "a request that is not understood",
      { kind: "status", status: 400, message: "bad tool" },
      "model_failed",
      "does not accept this request",
    ],
  ] as const)("%s stops at once and says what to do", async (_name, fault, code, hint) => {
    const { ending, server } = await ranAgent(() => ({ fault }), { api });
    expect(ending).toMatchObject({ kind: "model_failed", failure: { code, hint: expect.stringContaining(hint) } });
    expect(server.requests).toHaveLength(1);
  });

  test("a server that sends no headers in time is asked again", async () => {
    const { ending, server } = await ranAgent(({ repeats }) => ({ ...finish, delayMs: repeats === 0 ? 30_000 : 0 }), {
      api,
      settings: { idleTimeoutMs: 800 },
    });
    expect(ending.kind).toBe("finished");
    expect(server.requests).toHaveLength(2);
  });

  test("a key that the server repeats in its refusal is not repeated to anybody", async () => {
    const { ending } = await ranAgent(() => ({ fault: { kind: "status", status: 401, message: "bad key test-key" } }), { api });
    expect(JSON.stringify(ending)).not.toContain("test-key");
    expect(JSON.stringify(ending)).toContain("bad key [key]");
  });

  test("a server that stays broken is given up after the policy's tries", async () => {
    const { ending, server } = await ranAgent(() => ({ fault: { kind: "status", status: 502 } }), { api });
    expect(ending).toMatchObject({
      kind: "model_failed",
      failure: { code: "model_failed", message: expect.stringContaining("after 4 tries") },
    });
    expect(server.requests).toHaveLength(4);
  });

  test("a retry comes no earlier than the provider asks", async () => {
    const { server, events } = await ranAgent(
      ({ repeats }) => (repeats === 0 ? { fault: { kind: "status", status: 429, headers: { "retry-after": "1" } } } : finish),
      { api },
    );
    const [first, second] = server.requests.map(({ at }) => at);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(1_000);
    expect(events.find((event) => event.type === "model.retried")).toMatchObject({ reason: expect.stringContaining("Rate limited") });
  });

  test("a field that the server refuses by name is left out from then on", async () => {
    let refusals = 0;
    const { ending, server } = await ranAgent(
      ({ step }) => {
        if (refusals++ === 0)
          return { fault: { kind: "status", status: 400, param: "parallel_tool_calls", message: "Unsupported parameter" } };
        return step === 0 ? { calls: [{ name: "shell", input: { command: "true" } }] } : finish;
      },
      { api },
    );
    expect(ending.kind).toBe("finished");
    expect(server.requests.map(({ body }) => Object.hasOwn(body as object, "parallel_tool_calls"))).toEqual([true, false, false]);
  });
});

test("a server that is not there is named by its host", async () => {
  const model = aModel({ url: "http://127.0.0.1:9/v1" });
  const answer = await model.ask({
    instructions: "",
    transcript: [],
    tools: [],
    cacheKey: "x",
    loadImage: async () => new Uint8Array(),
    signal: new AbortController().signal,
    onRetry: async () => undefined,
  });
  expect(answer).toMatchObject({
    kind: "failed",
    failure: { code: "model_unreachable", message: expect.stringContaining("127.0.0.1:9 cannot be reached (") },
  });
});
