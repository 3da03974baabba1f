import { describe, expect, test, vi } from "vitest";
import { aModel, apis, finish, ranAgent } from "../../test/agent-fixture.ts";
import { type RateGate, type ScriptFault, startScriptedModel } from "../index.ts";

// Real servers and clients on a machine that may be busy with other test files.
vi.setConfig({ testTimeout: 30_000 });

const limited = (headers: Record<string, string>): ScriptFault => ({ kind: "status", status: 429, code: "rate_limit_exceeded", headers });

describe.each(apis)("over the %s API", (api) => {
  test("a short limit is waited for in place, and the wait is told", async () => {
    const { ending, events, server } = await ranAgent(
      ({ repeats }) =>
        repeats === 0 ? { fault: limited({ "x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "400ms" }) } : finish,
      { api },
    );
    expect(ending.kind).toBe("finished");
    expect(events.find(({ type }) => type === "model.retried")).toMatchObject({ reason: expect.stringContaining("Rate limited") });
    const [first, second] = server.requests.map(({ at }) => at);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(400);
  });

  test("an error of the server is no rate limit, whatever budgets its answer tells of", async () => {
    const headers = { "x-ratelimit-reset-requests": "12h0m0s", "x-ratelimit-remaining-requests": "9999", "x-ratelimit-reset-tokens": "2h" };
    const { ending, server } = await ranAgent(
      ({ repeats }) => (repeats === 0 ? { fault: { kind: "status", status: 503, headers } } : finish),
      {
        api,
      },
    );
    expect(ending.kind).toBe("finished");
    expect(server.requests).toHaveLength(2);
  });

  test("a server in trouble that asks for hours is asked again after minutes", async () => {
    const before = Date.now();
    const { ending } = await ranAgent(() => ({ fault: { kind: "status", status: 503, headers: { "retry-after": "86400" } } }), { api });
    if (ending.kind !== "waiting" || ending.waiting.kind !== "rate_limit") throw new Error(`ended as ${ending.kind}`);
    expect(Date.parse(ending.waiting.until) - before).toBeLessThanOrEqual(11 * 60_000);
    expect(ending.waiting.reason).toContain("had an error");
  });

  test("a long one parks the attempt until its reset", async () => {
    const before = Date.now();
    const { ending, server } = await ranAgent(() => ({ fault: limited({ "retry-after": "600" }) }), { api });
    if (ending.kind !== "waiting" || ending.waiting.kind !== "rate_limit") throw new Error(`ended as ${ending.kind}`);
    expect(Date.parse(ending.waiting.until) - before).toBeGreaterThanOrEqual(600_000);
    expect(ending.waiting.reason).toContain("Rate limited");
    expect(server.requests).toHaveLength(1);
  });

  test("whoever stops an attempt does not wait for the limit", async () => {
    const stop = new AbortController();
    const { ending } = await ranAgent(() => ({ fault: limited({ "retry-after": "4" }) }), {
      api,
      signal: stop.signal,
      emit: async (bodies) => {
        if (bodies.some(({ type }) => type === "model.retried")) setImmediate(() => stop.abort());
      },
    });
    expect(ending).toEqual({ kind: "cancelled" });
  });

  test("one that names no reset parks it after the policy's tries", async () => {
    const { ending, server } = await ranAgent(() => ({ fault: limited({}) }), { api });
    expect(ending).toMatchObject({ kind: "waiting", waiting: { kind: "rate_limit" } });
    expect(server.requests).toHaveLength(4);
  });
});

test("a limit that one attempt hears of holds back the others of the account", async () => {
  await using server = await startScriptedModel({ script: () => ({ fault: limited({ "retry-after": "600" }) }) });
  const ask = (apiKey: string) =>
    aModel(server, { apiKey }).ask({
      instructions: "",
      transcript: [{ type: "user_text", text: apiKey }],
      tools: [],
      cacheKey: "x",
      signal: new AbortController().signal,
      loadImage: async () => new Uint8Array(),
      onRetry: async () => undefined,
    });
  expect((await ask("one")).kind).toBe("rate_limited");
  expect((await ask("one")).kind).toBe("rate_limited");
  expect(server.requests).toHaveLength(1);
  expect((await ask("another account")).kind).toBe("rate_limited");
  expect(server.requests).toHaveLength(2);
});

test("a gate that was given is asked before each request and told of each limit", async () => {
  const told: Date[] = [];
  const gate = (until: Date | null): RateGate => ({ limitedUntil: async () => until, limit: async (date) => void told.push(date) });
  const held = await ranAgent(() => finish, { settings: { rateGate: gate(new Date(Date.now() + 600_000)) } });
  expect(held.ending).toMatchObject({ kind: "waiting", waiting: { kind: "rate_limit" } });
  expect(held.server.requests).toEqual([]);
  const soon = await ranAgent(() => finish, { settings: { rateGate: gate(new Date(Date.now() + 50)) } });
  expect(soon.ending.kind).toBe("finished");
  await ranAgent(() => ({ fault: limited({ "retry-after": "600" }) }), { settings: { rateGate: gate(null) } });
  expect(told).toHaveLength(1);
});
