import { describe, expect, test, vi } from "vitest";
import { apis, finish, ranAgent } from "../../test/agent-fixture.ts";

// Real servers and clients on a machine that may be busy with other test files.
vi.setConfig({ testTimeout: 30_000 });

type Told = { code: string | number; message: string; type?: string };

/** As OpenRouter, vLLM and llama.cpp put them into a stream that began with 200. */
const final: [Told, string, string][] = [
  [{ code: 401, message: "User not found." }, "model_unauthorized", "The key was refused"],
  [{ code: "403", message: "Not for this key." }, "model_unauthorized", "The key was refused"],
  [{ code: 402, message: "Insufficient credits" }, "model_unauthorized", "quota is used up"],
  [{ code: 400, type: "BadRequestError", message: "Unknown tool type" }, "model_failed", "The request was rejected"],
  [{ code: "400", message: "This model's maximum context length is 32768 tokens." }, "model_failed", "too long for the model"],
  [{ code: 500, message: "the request exceeds the available context size" }, "model_failed", "too long for the model"],
  [{ code: 404, message: "No endpoints found" }, "model_failed", "knows no model"],
  [{ code: "invalid_api_key", message: "Wrong key" }, "model_unauthorized", "The key was refused"],
];

describe.each(apis)("over the %s API", (api) => {
  describe.each([false, true])("told by the error object alone: %s", (bare) => {
    test.each(final)("%o within a stream stops at once with its reason", async (told, code, words) => {
      const { ending, server } = await ranAgent(() => ({ fault: { kind: "failed", bare, ...told } }), { api });
      expect(ending).toMatchObject({ kind: "model_failed", failure: { code, message: expect.stringContaining(words) } });
      expect(JSON.stringify(ending)).toContain(told.message);
      expect(server.requests).toHaveLength(1);
    });

    test.each([429, "429"])("the code %o within a stream is a rate limit, which the gate hears of", async (code) => {
      const limits: Date[] = [];
      const rateGate = { limitedUntil: async () => null, limit: async (until: Date) => void limits.push(until) };
      const { ending, events } = await ranAgent(
        ({ repeats }) => (repeats === 0 ? { fault: { kind: "failed", bare, code, message: "slow down" } } : finish),
        { api, settings: { rateGate } },
      );
      expect(ending.kind).toBe("finished");
      expect(limits).toHaveLength(1);
      expect(events.find(({ type }) => type === "model.retried")).toMatchObject({ reason: "Rate limited: slow down" });
    });

    test.each([502, "503", 1302, "server_error", "constructor"])("the code %o within a stream is trouble that passes", async (code) => {
      const { ending, server } = await ranAgent(
        ({ repeats }) => (repeats === 0 ? { fault: { kind: "failed", bare, code, message: "Provider disconnected" } } : finish),
        { api },
      );
      expect(ending.kind).toBe("finished");
      expect(server.requests).toHaveLength(2);
    });
  });
});
