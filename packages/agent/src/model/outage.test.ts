import { describe, expect, test, vi } from "vitest";
import { aModel, apis, finish, ranAgent } from "../../test/agent-fixture.ts";
import { startScriptedModel } from "../index.ts";
import type { ModelRequest } from "./model.ts";

// Real servers and clients on a machine that may be busy with other test files.
vi.setConfig({ testTimeout: 30_000 });

function aRequest(overrides: Partial<ModelRequest> = {}): ModelRequest {
  return {
    instructions: "",
    transcript: [{ type: "user_text", text: "hi" }],
    tools: [],
    cacheKey: "x",
    signal: new AbortController().signal,
    loadImage: async () => new Uint8Array(),
    onRetry: async () => undefined,
    ...overrides,
  };
}

/** A port that was free a moment ago. */
async function aFreePort(): Promise<number> {
  const server = await startScriptedModel({ script: () => finish });
  await server.close();
  return Number(new URL(server.url).port);
}

describe.each(apis)("over the %s API", (api) => {
  test("a server that goes away after a good reply and comes back is waited for", async () => {
    const first = await startScriptedModel({ script: () => ({ text: "Hello" }) });
    const port = Number(new URL(first.url).port);
    const model = aModel(first, { api });
    expect(await model.ask(aRequest())).toMatchObject({ kind: "replied" });
    await first.close();
    const reasons: string[] = [];
    let back = first;
    const answer = await model.ask(
      aRequest({
        onRetry: async ({ reason }) => {
          reasons.push(reason);
          if (reasons.length === 20) back = await startScriptedModel({ port, script: () => ({ text: "Back" }) });
        },
      }),
    );
    await back.close();
    expect(answer).toMatchObject({ kind: "replied", reply: { items: [{ text: "Back" }] } });
    expect(reasons).toHaveLength(20);
    expect(new Set(reasons)).toEqual(new Set([expect.stringContaining("The model's server did not answer")]));
  });

  test("so does an attempt whose conversation has replies from before the worker's start", async () => {
    const port = await aFreePort();
    const transcript: ModelRequest["transcript"] = [
      { type: "user_text", text: "hi" },
      { type: "agent_text", text: "Hello" },
      { type: "user_text", text: "And?" },
    ];
    const retries: number[] = [];
    const { signal, ...stop } = stopper();
    const onRetry = async ({ delayMs }: { delayMs: number }) => {
      retries.push(delayMs);
      if (retries.length === 10) stop.abort();
    };
    const asked = aModel({ url: `http://127.0.0.1:${port}/v1` }, { api }).ask(aRequest({ transcript, onRetry, signal }));
    await expect(asked).rejects.toThrow();
    expect(retries).toHaveLength(10);
  });

  test("one that never answered is given up soon", async () => {
    const port = await aFreePort();
    const answer = await aModel({ url: `http://127.0.0.1:${port}/v1` }, { api }).ask(aRequest());
    expect(answer).toMatchObject({ kind: "failed", failure: { code: "model_unreachable", message: expect.stringContaining("; 2 tries") } });
  });

  test("each kind of trouble has its own tries", async () => {
    const { ending, events } = await ranAgent(
      ({ repeats }) => {
        if (repeats < 3) return { fault: { kind: "status", status: 429 } };
        if (repeats === 3) return { fault: { kind: "reset" } };
        if (repeats < 6) return { fault: { kind: "cut", afterBytes: 30 } };
        return finish;
      },
      { api },
    );
    expect(ending.kind).toBe("finished");
    expect(events.filter(({ type }) => type === "model.retried")).toHaveLength(6);
  });
});

function stopper() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
