import { describe, expect, test, vi } from "vitest";
import { finish, ranAgent } from "../../test/agent-fixture.ts";
import { readChatReply } from "./chat-reply.ts";

// Real servers and clients on a machine that may be busy with other test files.
vi.setConfig({ testTimeout: 30_000 });

type Part = { index?: number; id?: string; function?: { name?: string; arguments?: string } };

/** What a stream of these parts of calls, one a chunk, calls. */
async function called(...parts: Part[]) {
  async function* chunks() {
    for (const part of parts) yield { choices: [{ delta: { tool_calls: [part] } }] };
    yield { choices: [{ delta: {}, finish_reason: "tool_calls" }] };
  }
  const { items } = await readChatReply(chunks(), null);
  return items.flatMap((item) => (item.type === "tool_call" ? [[item.callId, item.name, item.input]] : []));
}

const opening = (index: number | undefined, id: string, name: string, text = ""): Part => ({
  ...(index === undefined ? {} : { index }),
  id,
  function: { name, arguments: text },
});
const more = (index: number | undefined, text: string): Part => ({
  ...(index === undefined ? {} : { index }),
  function: { arguments: text },
});

describe("calls of a chat stream", () => {
  test("a new id opens a call, whatever its index", async () => {
    expect(await called(opening(0, "a", "shell", '{"x":1}'), opening(0, "b", "view_image", '{"y":'), more(0, "2}"))).toEqual([
      ["a", "shell", '{"x":1}'],
      ["b", "view_image", '{"y":2}'],
    ]);
  });

  test("pieces go on with the last call of their index, also where the calls take turns", async () => {
    const parts = [opening(1, "b", "two", '{"y"'), opening(0, "a", "one", "{"), more(1, ":2}"), more(0, '"x":1}')];
    expect(await called(...parts)).toEqual([
      ["a", "one", '{"x":1}'],
      ["b", "two", '{"y":2}'],
    ]);
  });

  test("without an index each id or name is a call and the rest goes on with the last one", async () => {
    const parts = [opening(undefined, "a", "one", "{"), more(undefined, "}"), opening(undefined, "b", "two", "{}")];
    expect(await called(...parts)).toEqual([
      ["a", "one", "{}"],
      ["b", "two", "{}"],
    ]);
    expect(await called(opening(undefined, "", "one", "{}"), opening(undefined, "", "two", "{}"))).toEqual([
      ["", "one", "{}"],
      ["", "two", "{}"],
    ]);
  });

  test("whole calls without ids at one index are several", async () => {
    expect(await called(opening(0, "", "shell", '{"x":1}'), opening(0, "", "shell", '{"x":2}'))).toEqual([
      ["", "shell", '{"x":1}'],
      ["", "shell", '{"x":2}'],
    ]);
  });

  test("an id and a name that come with every piece, and an id that comes late, are one call", async () => {
    const again = [opening(0, "a", "shell", "{"), opening(0, "a", "shell", '"x":1'), opening(0, "a", "shell", "}")];
    expect(await called(...again)).toEqual([["a", "shell", '{"x":1}']]);
    expect(await called(opening(0, "", "shell", ""), { index: 0, id: "a" }, more(0, "{}"))).toEqual([["a", "shell", "{}"]]);
  });

  test("a new id for every piece of one call is one call, named by its first", async () => {
    const parts = [opening(0, "a", "shell", "{"), { index: 0, id: "b", function: { arguments: '"x":1}' } }];
    expect(await called(...parts)).toEqual([["a", "shell", '{"x":1}']]);
  });
});

const shell = (command: string, callId: string) => ({ name: "shell", input: { command }, callId });

test.each(["zero", "none"] as const)("two calls of one reply run as two where their indexes are %s", async (indexes) => {
  const { ending, events } = await ranAgent(
    ({ step }) => (step > 0 ? finish : { indexes, calls: [shell("echo one", "a"), shell("echo two", "b")] }),
    { api: "chat" },
  );
  expect(ending.kind).toBe("finished");
  expect(events.flatMap((event) => (event.type === "command.started" ? [event.command] : []))).toEqual(["echo one", "echo two"]);
});

test.each(["error", "abort", "insufficient_system_resource", "network_error", "something_new", "malformed_function_call", "constructor"])(
  "a reply that ends with %s is half a reply, and asked for again",
  async (finishReason) => {
    const { ending, events, server } = await ranAgent(
      ({ repeats }) => (repeats === 0 ? { text: "I have changed half of", finishReason } : finish),
      { api: "chat" },
    );
    expect(ending.kind).toBe("finished");
    expect(events.find(({ type }) => type === "model.retried")).toMatchObject({ reason: expect.stringContaining(finishReason) });
    expect(server.requests).toHaveLength(2);
  },
);

test.each([
  ["stop", "complete"],
  ["STOP", "complete"],
  ["tool_calls", "complete"],
  ["function_call", "complete"],
  ["eos_token", "complete"],
  ["length", "cut_off"],
  ["max_tokens", "cut_off"],
  ["content_filter", "refused"],
  ["content_filter: RECITATION", "refused"],
] as const)("the reason %s makes a reply %s", async (reason, stop) => {
  async function* chunks() {
    // Some servers send an empty reason until the last chunk.
    yield { choices: [{ delta: { content: "Hi" }, finish_reason: "" }] };
    yield { choices: [{ delta: {}, finish_reason: reason }] };
  }
  expect((await readChatReply(chunks(), null)).stop).toBe(stop);
});

test("an empty reason is none", async () => {
  async function* chunks() {
    yield { choices: [{ delta: { content: "Hi" }, finish_reason: "" }] };
  }
  await expect(readChatReply(chunks(), null)).rejects.toThrow("ended before the reply was complete");
});
