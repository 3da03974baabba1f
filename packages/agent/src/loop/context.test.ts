import type { ModelCapabilities } from "@slipway/core";
import { describe, expect, test, vi } from "vitest";
import { apis, finish, ranAgent, typed } from "../../test/agent-fixture.ts";
import { expectRebuildable, isHandOver } from "../../test/expect-rebuildable.ts";
import type { Script, ScriptReply } from "../index.ts";

// Real processes and servers on a machine that may be busy with other test files.
vi.setConfig({ testTimeout: 180_000 });

const capabilities: ModelCapabilities = {
  contextTokens: 12_000,
  vision: false,
  freeformPatch: false,
  parallelCalls: false,
  reasoning: false,
};
const printing = (step: number): ScriptReply => ({
  calls: [{ name: "shell", input: { command: `echo step ${step}; head -c 6000 /dev/zero | tr '\\0' x` } }],
});
const writing = (number: number): ScriptReply => ({
  calls: [
    {
      name: "apply_patch",
      input: `*** Begin Patch\n*** Add File: f${number}.txt\n+${"word ".repeat(1_200)}\n*** End Patch`,
      callId: `write-${number}`,
    },
  ],
});

/** So many replies that write, and the summary where it is asked for. Counts its own replies: a compaction takes calls away. */
function writer(replies: number): Script {
  let number = 0;
  return (request) => {
    if (isHandOver(request)) return { text: "GOAL: write files. NEXT: the next file." };
    number += 1;
    return number <= replies ? writing(number) : finish;
  };
}

test("old outputs are shortened in batches, so that the conversation fits and its beginning stays the same in between", async () => {
  const settings = { capabilities: { ...capabilities, contextTokens: 30_000 } };
  const ran = await ranAgent(({ step }) => (step < 24 ? printing(step) : finish), { settings, limits: { steps: 30 } });
  expect(ran.ending.kind).toBe("finished");
  expect(typed(ran.events, "context.compacted")).toEqual([]);
  const trims = typed(ran.events, "context.trimmed");
  expect(trims.length).toBeGreaterThan(1);
  expect(trims.length).toBeLessThan(6);
  for (const { usage } of typed(ran.events, "usage.recorded")) expect(usage.inputTokens).toBeLessThan(30_000);
  const transcripts = ran.server.requests.map(({ request }) => request.transcript);
  const changed = transcripts.filter((transcript, index) => {
    const before = transcripts[index - 1] ?? [];
    return JSON.stringify(transcript.slice(0, before.length)) !== JSON.stringify(before);
  });
  expect(changed).toHaveLength(trims.length);
  expectRebuildable(ran);
});

test("where that is too little the model sums up, and the opening, the person's words and the changed files stay", async () => {
  const inbox = [[], [], [{ id: "1", text: "Use British spelling" }]];
  const ran = await ranAgent(writer(9), { settings: { capabilities }, takeMessages: async () => inbox.shift() ?? [] });
  expect(ran.ending.kind).toBe("finished");
  const [first] = typed(ran.events, "context.compacted");
  expect(first?.summary).toContain("GOAL: write files.");
  expect(first?.summary).toContain("Use British spelling");
  expect(first?.summary).toContain("f1.txt");
  const after = ran.server.requests.find(({ request }) =>
    request.transcript.some((item) => item.type === "user_text" && item.text === first?.summary),
  );
  expect(after?.request.transcript.slice(0, 2)).toEqual(ran.server.requests[0]?.request.transcript);
  const counted = typed(ran.events, "usage.recorded");
  expect(counted).toHaveLength(ran.server.requests.length);
  expect(ran.usages).toEqual(counted.map(({ usage }) => usage));
});

test("a rebuilt conversation is the compacted one", async () => {
  const ran = await ranAgent(writer(9), { settings: { capabilities } });
  expect(typed(ran.events, "context.compacted").length).toBeGreaterThan(0);
  expectRebuildable(ran);
});

test("a model that sums up nothing still goes on with the plan and the files", async () => {
  const script = writer(9);
  const { ending, events } = await ranAgent((request) => (isHandOver(request) ? {} : script(request)), { settings: { capabilities } });
  expect(ending.kind).toBe("finished");
  expect(typed(events, "context.compacted")[0]?.summary).toContain("f1.txt");
});

describe.each(apis)("over the %s API", (api) => {
  const tooLong: ScriptReply = { fault: { kind: "status", status: 400, code: "context_length_exceeded", message: "too long" } };

  test("a conversation that the provider finds too long is compacted and asked again", async () => {
    const script = writer(3);
    const { ending, events } = await ranAgent(
      (request) => (JSON.stringify(request.transcript).length > 12_000 && !isHandOver(request) ? tooLong : script(request)),
      { api },
    );
    expect(ending.kind).toBe("finished");
    expect(typed(events, "context.compacted").length).toBeGreaterThan(0);
  });

  test("the second time in a row it ends with what to do", async () => {
    const script = writer(1);
    const { ending, server } = await ranAgent(
      (request) => (request.transcript.length > 2 && !isHandOver(request) ? tooLong : script(request)),
      { api },
    );
    expect(ending).toMatchObject({ kind: "model_failed", failure: { hint: expect.stringContaining("longer context") } });
    expect(server.requests).toHaveLength(4);
  });

  test("a provider's cache keeps more than four fifths of a run of ten steps", async () => {
    const { usages } = await ranAgent(
      ({ step }) => (step < 9 ? { calls: [{ name: "shell", input: { command: `seq ${step} 60` } }] } : finish),
      {
        api,
      },
    );
    expect(usages).toHaveLength(10);
    const total = (pick: (usage: (typeof usages)[number]) => number) => usages.reduce((sum, usage) => sum + pick(usage), 0);
    expect(total((usage) => usage.cachedInputTokens) / total((usage) => usage.inputTokens)).toBeGreaterThan(0.8);
  });
});
