import type { AttemptEventBody, ImageReference, ModelCapabilities } from "@slipway/core";
import { expect, test, vi } from "vitest";
import { aTask, finish, type Ran, ranAgent, typed } from "../../test/agent-fixture.ts";
import { expectRebuildable, isHandOver } from "../../test/expect-rebuildable.ts";
import { openingMessages, rebuildTranscript, type Script, type ScriptReply } from "../index.ts";

// Real processes and servers on a machine that may be busy with other test files.
vi.setConfig({ testTimeout: 180_000 });

const capabilities: ModelCapabilities = {
  contextTokens: 12_000,
  vision: true,
  freeformPatch: false,
  parallelCalls: false,
  reasoning: false,
};
const plan: ScriptReply = {
  calls: [{ name: "update_plan", input: { plan: [{ step: "Migrate the database", status: "in_progress" }] }, callId: "plan" }],
};

/** A plan, then so many files, each of a tenth of the context, then `last`. Counts its own replies: a compaction takes calls away. */
function planner({ files, handOver, last = finish }: { files: number; handOver(asked: number): ScriptReply; last?: ScriptReply }): Script {
  let number = 0;
  let asked = 0;
  return (request) => {
    if (isHandOver(request)) return handOver(++asked);
    number += 1;
    if (number === 1) return plan;
    if (number > files) return last;
    const input = `*** Begin Patch\n*** Add File: f${number}.txt\n+${"word ".repeat(1_200)}\n*** End Patch`;
    return { calls: [{ name: "apply_patch", input, callId: `write-${number}` }] };
  };
}

const summaries = ({ events }: Ran) => typed(events, "context.compacted").map(({ summary }) => summary);
const handOvers = ({ server }: Ran) => server.requests.filter(({ request }) => isHandOver(request));

test("the plan outlives every compaction, and words are no end while it has open steps", async () => {
  const last = { text: "I will go on with the migration." };
  const ran = await ranAgent(planner({ files: 12, handOver: () => ({ text: "GOAL" }), last }), { settings: { capabilities } });
  expect(summaries(ran).length).toBeGreaterThan(1);
  for (const summary of summaries(ran)) expect(summary).toContain("- [in_progress] Migrate the database");
  expect(ran.ending).toMatchObject({ kind: "stuck", reason: expect.stringContaining("open steps: Migrate the database") });
  expectRebuildable(ran);
});

test.each([
  ["a call", { calls: [{ name: "shell", input: { command: "true" } }] }],
  ["words before a call", { text: "I will go on.", calls: [{ name: "shell", input: { command: "true" } }] }],
  ["a refusal", { refusal: "I cannot help with that." }],
  ["nothing", {}],
])("a hand-over answered with %s is asked for once more", async (_what, answer) => {
  const handOver = (asked: number) => (asked % 2 === 1 ? answer : { text: "GOAL: migrate." });
  const ran = await ranAgent(planner({ files: 8, handOver }), { settings: { capabilities } });
  expect(ran.ending.kind).toBe("finished");
  expect(summaries(ran)[0]).toContain("<hand_over>\nGOAL: migrate.\n</hand_over>");
  expect(handOvers(ran)[1]?.request.prompt).toContain("was no hand-over");
  expect(ran.usages).toHaveLength(ran.server.requests.length);
  expectRebuildable(ran);
});

test("where the model writes none at all, its latest work stays as it is, with the plan and the files", async () => {
  const ran = await ranAgent(planner({ files: 8, handOver: () => ({ refusal: "I cannot help with that." }) }), {
    settings: { capabilities },
  });
  expect(ran.ending.kind).toBe("finished");
  const [summary] = summaries(ran);
  expect(summary).not.toContain("cannot help");
  expect(summary).toContain("Migrate the database");
  expect(summary).toContain("f2.txt");
  const next = ran.server.requests[ran.server.requests.findLastIndex(({ request }) => isHandOver(request)) + 1];
  const kept = next?.request.transcript.filter((item) => item.type === "tool_call") ?? [];
  expect(kept.length).toBeGreaterThan(1);
  expect(JSON.stringify(kept).length).toBeLessThan(capabilities.contextTokens * 3.5 * 0.5);
  expectRebuildable(ran);
});

test("pictures of the person's messages stay in the conversation", async () => {
  const picture: ImageReference = { id: "pic", mediaType: "image/png" };
  const inbox = [[], [{ id: "m", text: "It should look like this", images: [picture] }]];
  const events: AttemptEventBody[] = [];
  const ran = await ranAgent(planner({ files: 12, handOver: () => ({ text: "GOAL" }) }), {
    settings: { capabilities },
    emit: async (bodies) => {
      events.push(...bodies);
    },
    takeMessages: async () => {
      const messages = inbox.shift() ?? [];
      for (const { text, images } of messages) events.push({ type: "message.added", role: "person", text, images, messageId: "m" });
      return messages;
    },
    images: { store: () => Promise.reject(new Error("unused")), load: async () => new Uint8Array([1]) },
  });
  expect(ran.ending.kind).toBe("finished");
  expect(typed(events, "context.compacted").length).toBeGreaterThan(1);
  for (const { request } of ran.server.requests.slice(1)) expect(request.pictures).toHaveLength(1);
  const last = rebuildTranscript({ opening: openingMessages(aTask(), ran.root), events }).transcript;
  expect(last.flatMap((item) => (item.type === "user_text" ? (item.images ?? []) : []))).toEqual([picture]);
});
