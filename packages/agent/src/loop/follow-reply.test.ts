import { type AttemptEventBody, noUsage } from "@slipway/core";
import { describe, expect, test, vi } from "vitest";
import { aTask, finish, inOrder, ranAgent, typed } from "../../test/agent-fixture.ts";
import { openingMessages, rebuildTranscript } from "../index.ts";

// Real processes and servers on a machine that may be busy with other test files.
vi.setConfig({ testTimeout: 30_000 });

test("calls that a server left in the text count as unusable, and never end the attempt as its answer", async () => {
  const markup = { text: "<tool_call>\n<function=shell>\n<parameter=command>\nls\n</parameter>\n</function>\n</tool_call>" };
  const { ending, server } = await ranAgent(() => markup, { api: "chat" });
  expect(ending).toMatchObject({ kind: "stuck", reason: expect.stringContaining("was not recognised") });
  expect(server.requests).toHaveLength(3);
  const asked = await ranAgent(({ prompt }) => (prompt.includes("tool interface") ? finish : markup), { task: { mode: "ask" } });
  expect(asked.ending).toMatchObject({ kind: "finished", title: "Done" });
});

describe("words before anything was done", () => {
  const words = { text: "I'll start by looking at the code." };
  const told = (events: readonly AttemptEventBody[]) => typed(events, "model.told").map(({ about }) => about);

  test("are no end of a coding task the first time, and one the second time", async () => {
    const heeded = await ranAgent(({ prompt }) => (prompt.includes("nothing was done yet") ? finish : words));
    expect(heeded.ending).toMatchObject({ kind: "finished", title: "Done" });
    const repeated = await ranAgent(() => words);
    expect(repeated.ending).toMatchObject({ kind: "finished", summary: words.text });
    expect(told(repeated.events)).toEqual(["nothing_done"]);
    expect(repeated.server.requests).toHaveLength(2);
    const opening = openingMessages(aTask(), repeated.root);
    const resumed = { ...rebuildTranscript({ opening, events: repeated.events }), spent: { usage: noUsage, elapsedMs: 0 } };
    const again = await ranAgent(() => words, { resumed });
    expect(again.ending).toEqual(repeated.ending);
    expect(again.server.requests).toEqual([]);
  });

  test("are the end of a question, of an attempt that did something, and of one whose limits are used up", async () => {
    const answered = await ranAgent(() => words, { task: { mode: "ask" } });
    const did = await ranAgent(inOrder({ calls: [{ name: "shell", input: { command: "true" } }] }, words));
    const limited = await ranAgent(() => words, { limits: { steps: 1 } });
    for (const { ending, events } of [answered, did, limited]) {
      expect(ending.kind).toBe("finished");
      expect(told(events)).toEqual([]);
    }
  });
});
