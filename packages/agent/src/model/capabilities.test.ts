import type { ModelCapabilities } from "@slipway/core";
import { describe, expect, test, vi } from "vitest";
import { apis, finish, inOrder, ranAgent } from "../../test/agent-fixture.ts";
import type { ImageStore } from "../index.ts";
import { noRepetition } from "../loop/repetition.ts";

// Real processes and servers on a machine that may be busy with other test files.
vi.setConfig({ testTimeout: 30_000 });

const all: ModelCapabilities = { contextTokens: 100_000, vision: true, freeformPatch: true, parallelCalls: true, reasoning: true };
const none: ModelCapabilities = { ...all, vision: false, freeformPatch: false, parallelCalls: false, reasoning: false };
const patch = "*** Begin Patch\n*** Add File: b.txt\n+new\n*** End Patch";
const patching = inOrder({ calls: [{ name: "apply_patch", input: patch }] }, finish);
const pixel = { id: "p1", mediaType: "image/png" as const };
const images: ImageStore = {
  store: async () => {
    throw new Error("nothing is stored here");
  },
  load: async (id) => new TextEncoder().encode(`bytes of ${id}`),
};
const pixelUrl = `data:image/png;base64,${Buffer.from("bytes of p1").toString("base64")}`;

describe.each(apis)("over the %s API", (api) => {
  test("calls come side by side only where the model is known for it", async () => {
    const body = async (capabilities: ModelCapabilities) =>
      (await ranAgent(() => finish, { api, settings: { capabilities } })).server.requests[0]?.body;
    expect(await body(all)).toMatchObject({ parallel_tool_calls: true });
    expect(await body(none)).toMatchObject({ parallel_tool_calls: false });
  });

  test("calls of one reply run in their order, one after the other", async () => {
    const calls = ["echo one > log", "echo two >> log", "cat log"].map((command) => ({ name: "shell", input: { command } }));
    const { events } = await ranAgent(inOrder({ calls }, finish), { api, settings: { capabilities: all } });
    expect(events.findLast((event) => event.type === "tool.finished" && event.tool === "shell")).toMatchObject({
      output: expect.stringContaining("one\ntwo\n"),
    });
  });

  test("a patch is written and applied in whichever form the model takes", async () => {
    for (const capabilities of [all, none]) {
      const { ending, read } = await ranAgent(patching, { api, settings: { capabilities } });
      expect(ending.kind).toBe("finished");
      expect(await read("b.txt")).toBe("new\n");
    }
  });

  test("the pictures of a prompt are sent with it", async () => {
    const { server } = await ranAgent(() => finish, { api, images, task: { images: [pixel] }, settings: { capabilities: all } });
    expect(server.requests[0]?.request.pictures).toEqual([pixelUrl]);
    expect(server.requests[0]?.request.prompt).toBe("Do it");
  });

  test("a prompt with pictures is refused for a model that sees none, before anything is sent", async () => {
    const { ending, server } = await ranAgent(() => finish, { api, images, task: { images: [pixel] }, settings: { capabilities: none } });
    expect(ending).toMatchObject({
      kind: "model_failed",
      failure: {
        code: "model_failed",
        message: "scripted cannot see pictures, and the message has one.",
        hint: expect.stringContaining("Choose"),
      },
    });
    expect(server.requests).toEqual([]);
  });

  test("a picture that the person sends meanwhile is named to a model that cannot see it", async () => {
    const inbox = [[], [{ id: "1", text: "Like this", images: [pixel] }]];
    const { server } = await ranAgent(inOrder({ calls: [{ name: "shell", input: { command: "true" } }] }, finish), {
      api,
      images,
      takeMessages: async () => inbox.shift() ?? [],
      settings: { capabilities: none },
    });
    expect(server.requests[1]?.request.prompt).toBe("Like this\n[1 picture left out: this model cannot see pictures]");
  });

  test("pictures of results are sent with them", async () => {
    const resumed = {
      transcript: [
        { type: "user_text" as const, text: "Do it" },
        { type: "tool_call" as const, callId: "a", name: "shell", input: "{}", kind: "function" as const },
        { type: "tool_call" as const, callId: "b", name: "shell", input: "{}", kind: "custom" as const },
        { type: "tool_result" as const, callId: "a", kind: "function" as const, output: "one", images: [pixel] },
        { type: "tool_result" as const, callId: "b", kind: "custom" as const, output: "two" },
      ],
      steps: 1,
      callIds: ["a", "b"],
      said: [],
      plan: [],
      files: [],
      interrupted: [],
      question: null,
      last: null,
      repetition: noRepetition,
      spent: { usage: { requests: 0, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, costUsd: null }, elapsedMs: 0 },
    };
    const { server, ending } = await ranAgent(() => finish, { api, images, resumed, settings: { capabilities: all } });
    expect(ending.kind).toBe("finished");
    expect(server.requests[0]?.request.pictures).toEqual([pixelUrl]);
    const results = server.requests[0]?.request.transcript.filter((item) => item.type === "tool_result");
    expect(results).toMatchObject([
      { callId: "a", output: "one" },
      { callId: "b", output: "two" },
    ]);
  });
});

test("freeform tools are offered where the model takes them, and an effort only where it has one or was asked for", async () => {
  const body = async (settings: object) =>
    (await ranAgent(() => finish, { settings })).server.requests[0]?.body as { tools: { type: string }[] };
  expect((await body({ capabilities: all })).tools.filter(({ type }) => type === "custom")).toHaveLength(1);
  expect((await body({ capabilities: none })).tools.filter(({ type }) => type === "custom")).toEqual([]);
  expect(await body({ capabilities: all })).toMatchObject({ reasoning: { summary: "auto" } });
  expect(await body({ capabilities: none })).not.toHaveProperty("reasoning");
  expect(await body({ capabilities: none, effort: "high" })).toMatchObject({ reasoning: { effort: "high" } });
});
