import type { AttemptEventBody } from "@slipway/core";
import { openLocalWorkspace } from "@slipway/core/testing";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { aModel, aTask, someLimits } from "../../test/agent-fixture.ts";
import { expectWholeTranscript } from "../../test/expect-whole-transcript.ts";
import {
  openingMessages,
  type RebuiltTranscript,
  rebuildTranscript,
  runAgent,
  type Script,
  type ScriptReply,
  startScriptedModel,
  type TranscriptItem,
} from "../index.ts";
import { callToSend } from "../model/call-to-send.ts";

// Real processes and servers on a machine that may be busy with other test files.
vi.setConfig({ testTimeout: 180_000 });

const call = fc.oneof(
  fc.constantFrom("a", "b", "c").map((step) => ({ name: "update_plan", input: { plan: [{ step, status: "pending" }] } })),
  fc.constant({ name: "shell", input: { command: "printf 'x\\0y'" } }),
  fc.constant({ name: "nonsense", input: "{" }),
  fc.constant({ name: "finish", input: { title: "Done", summary: "So." } }),
  fc.constant({ name: "ask_user", input: { question: "Which?", choices: ["a", "b"] } }),
);
const reply: fc.Arbitrary<ScriptReply> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ reasoning: fc.constant("Hm."), calls: fc.array(call, { minLength: 1, maxLength: 3 }) }) },
  { weight: 1, arbitrary: fc.constantFrom<ScriptReply>({}, { text: "Final words." }, { cutOff: true, text: "half" }, { refusal: "No." }) },
);
/** Whether it answers a question; `"unknown"`: as logs have it that do not say. */
const message = fc.constantFrom(null, true, false, "unknown" as const);
const scenario = fc.record({
  replies: fc.array(reply, { minLength: 1, maxLength: 6 }),
  messages: fc.array(message, { maxLength: 8 }),
  answered: fc.array(fc.boolean(), { maxLength: 3 }),
});
type Scenario = { replies: ScriptReply[]; messages: (boolean | "unknown" | null)[]; answered: boolean[] };

const opening = openingMessages(aTask(), "/root");

/** Every request that was made, with the log as it stood then; runs on through questions as a person who answers would let it. */
async function logOf({
  replies,
  messages,
  answered,
}: Scenario): Promise<{ events: AttemptEventBody[]; requests: { transcript: readonly TranscriptItem[]; at: number }[] }> {
  let replied = 0;
  const script: Script = () => replies[replied++] ?? { calls: [{ name: "finish", input: { title: "Done", summary: "So." } }] };
  await using server = await startScriptedModel({ script });
  await using local = await openLocalWorkspace();
  const events: AttemptEventBody[] = [];
  const at: number[] = [];
  const inbox = [...messages];
  let resumed: RebuiltTranscript | null = null;
  for (let runs = 0; runs < 10; runs += 1) {
    const ending = await runAgent({
      model: aModel(server),
      workspace: { ...local, root: "/root" },
      task: aTask(),
      limits: someLimits(),
      emit: async (bodies) => {
        for (const body of bodies) {
          if (body.type === "model.requested") at.push(events.length);
          events.push(body);
        }
      },
      takeMessages: async () => {
        const answers = inbox.shift() ?? null;
        if (answers === null) return [];
        const said = { text: "Use tabs", ...(answers === "unknown" ? {} : { answers }) };
        events.push({ type: "message.added", role: "person", messageId: "m", ...said });
        return [{ id: "m", ...said }];
      },
      recordUsage: async () => undefined,
      now: () => performance.now(),
      signal: new AbortController().signal,
      ...(resumed === null ? {} : { resumed: { ...resumed, spent: { usage: noSpent, elapsedMs: 0 } } }),
    });
    if (ending.kind !== "waiting") break;
    const byAnswer = answered[runs] === true ? { answered: true as const } : {};
    events.push({ type: "attempt.waiting", waiting: ending.waiting }, { type: "attempt.resumed", reason: "goes on", ...byAnswer });
    resumed = rebuildTranscript({ opening, events });
  }
  return { events, requests: server.requests.map(({ request }, index) => ({ transcript: request.transcript, at: at[index] ?? -1 })) };
}

/** Arguments that are no JSON are sent as JSON that holds them. */
function asSent(item: TranscriptItem): TranscriptItem {
  return item.type === "tool_call" ? { ...item, input: callToSend(item).arguments } : item;
}

const noSpent = { requests: 0, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, costUsd: null };

test("at every event of a log the rebuilt conversation is whole, and at every request it is the one that was sent", async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async (given) => {
      const { events, requests } = await logOf(given);
      for (let length = 0; length <= events.length; length += 1) {
        const { transcript, steps } = rebuildTranscript({ opening, events: events.slice(0, length) });
        expectWholeTranscript(transcript);
        expect(steps).toBe(events.slice(0, length).filter(({ type }) => type === "model.replied").length);
      }
      for (const { transcript, at } of requests) {
        expect(rebuildTranscript({ opening, events: events.slice(0, at) }).transcript.map(asSent)).toEqual(transcript);
      }
    }),
    { numRuns: 40 },
  );
});
