import type { AttemptEventBody } from "@slipway/core";
import { expect, test, vi } from "vitest";
import { aTask, finish, inOrder, type Ran, ranAgent } from "../../test/agent-fixture.ts";
import { openingMessages, type RunAgentInput, rebuildTranscript, type Script } from "../index.ts";

// Real processes and servers on a machine that may be busy with other test files.
vi.setConfig({ testTimeout: 180_000 });

const shell = (callId: string) => ({ name: "shell", input: { command: `echo ${callId}` }, callId });
const work = inOrder({ text: "First.", calls: [shell("one"), shell("two")] }, { calls: [shell("three")] }, finish);
const question = { name: "ask_user", input: { question: "Tabs or spaces?", choices: ["tabs"] }, callId: "ask" };
const asking = inOrder({ calls: [shell("one"), question, shell("two")] }, finish);

const finishing = inOrder(finish);

type Message = string | { text: string; answers: boolean };
type Options = { events: AttemptEventBody[]; messages?: Message[]; note?: string; files?: Record<string, string> };

function resume(script: Script, { events, messages = [], note, files = {} }: Options): Promise<Ran> {
  const rebuilt = rebuildTranscript({ opening: openingMessages(aTask(), "/elsewhere"), events });
  const resumed: RunAgentInput["resumed"] = {
    ...rebuilt,
    spent: { usage: { requests: 1, inputTokens: 10, cachedInputTokens: 0, outputTokens: 1, costUsd: null }, elapsedMs: 1_000 },
  };
  const inbox = [messages.map((said, index) => ({ id: `${index}`, ...(typeof said === "string" ? { text: said } : said) }))];
  return ranAgent(script, {
    resumed,
    files,
    takeMessages: async () => inbox.shift() ?? [],
    ...(note === undefined ? {} : { resumeNote: note }),
  });
}

const replies = (events: readonly AttemptEventBody[]) => events.filter(({ type }) => type === "model.replied").length;
const finishedIds = (events: readonly AttemptEventBody[]) =>
  events.flatMap((event) => (event.type === "tool.finished" ? [event.callId] : []));

test("an attempt lost after any event goes on to its end, and nothing that finished runs again", async () => {
  const { events } = await ranAgent(work);
  for (let length = 0; length <= events.length; length += 1) {
    const before = events.slice(0, length);
    const { ending, events: after } = await resume(work, { events: before });
    expect(ending.kind).toBe("finished");
    const done = finishedIds(before);
    expect(after.flatMap((event) => (event.type === "command.started" && done.includes(event.callId) ? [event.callId] : []))).toEqual([]);
  }
});

test("a call whose end nobody saw is told as interrupted, one that never began as not run", async () => {
  const { events } = await ranAgent(work);
  const cut = events.findIndex((event) => event.type === "command.started");
  const { events: after, server } = await resume(work, { events: events.slice(0, cut + 1), note: "The sandbox is a fresh one." });
  expect(after[0]).toMatchObject({ type: "tool.finished", callId: "one", failed: true, output: expect.stringMatching(/^Interrupted/) });
  expect(server.requests[0]?.request.transcript.slice(-3)).toMatchObject([
    { callId: "one", output: expect.stringMatching(/^Interrupted/) },
    { callId: "two", output: expect.stringMatching(/^Not run/) },
    { type: "user_text", text: "The sandbox is a fresh one." },
  ]);
});

test("an attempt that was at its end needs no model to end again", async () => {
  const { events, ending } = await ranAgent(work);
  const again = await resume(work, { events });
  expect(again.ending).toEqual(ending);
  expect(again.server.requests).toEqual([]);
  const told = await resume(() => ({ text: "As you say." }), { events, messages: ["One more thing"] });
  expect(told.server.requests[0]?.request.prompt).toBe("One more thing");
});

test("what was spent before counts against the limits", async () => {
  const { events } = await ranAgent(work);
  const resumed = rebuildTranscript({ opening: openingMessages(aTask(), "/"), events: events.slice(0, -8) });
  const spent = { usage: { requests: 2, inputTokens: 500, cachedInputTokens: 0, outputTokens: 0, costUsd: 3 }, elapsedMs: 50_000 };
  const run = async (limits: Partial<RunAgentInput["limits"]>) => (await ranAgent(work, { resumed: { ...resumed, spent }, limits })).ending;
  expect(await run({ steps: resumed.steps })).toEqual({ kind: "limit", limit: "steps", used: resumed.steps, allowed: resumed.steps });
  expect(await run({ tokens: 500 })).toEqual({ kind: "limit", limit: "tokens", used: 500, allowed: 500 });
  expect(await run({ costUsd: 2 })).toEqual({ kind: "limit", limit: "money", used: 3, allowed: 2 });
  expect(await run({ wallClockSeconds: 50 })).toMatchObject({ kind: "limit", limit: "time", allowed: 50 });
});

test("a question parks the attempt, and what stands behind it does not run", async () => {
  const { ending, events } = await ranAgent(asking);
  expect(ending).toEqual({ kind: "waiting", waiting: { kind: "question", question: "Tabs or spaces?", choices: ["tabs"] } });
  expect(finishedIds(events)).toEqual(["one"]);
  const parked: AttemptEventBody[] = [...events, { type: "attempt.resumed", reason: "answered" }];
  const { server, events: after } = await resume(asking, { events: parked, messages: ["Tabs", "and hurry"] });
  expect(after[0]).toEqual({ type: "tool.finished", callId: "ask", tool: "ask_user", output: "Tabs", failed: false, durationMs: 0 });
  expect(server.requests[0]?.request.transcript.slice(-4)).toMatchObject([
    { callId: "one", output: expect.stringContaining("exit 0") },
    { callId: "ask", output: "Tabs" },
    { callId: "two", output: expect.stringMatching(/^Not run: the person was asked/) },
    { type: "user_text", text: "and hurry" },
  ]);
});

test("a question that nobody saw is asked again, one that was passed over is left to the model", async () => {
  const { events } = await ranAgent(asking);
  expect((await resume(asking, { events })).ending).toMatchObject({ kind: "waiting", waiting: { question: "Tabs or spaces?" } });
  const passed = await resume(asking, { events: [...events, { type: "attempt.resumed", reason: "go on" }] });
  expect(passed.ending.kind).toBe("finished");
  expect(passed.server.requests[0]?.request.transcript).toContainEqual(
    expect.objectContaining({ callId: "ask", output: expect.stringContaining("best judgement") }),
  );
});

test("what was said before a question was asked is no answer to it, and stands behind it once", async () => {
  const { events } = await ranAgent(asking);
  const said = { text: "yes, tabs", answers: false };
  const { server, events: after } = await resume(asking, { events, messages: [said] });
  const expected = [
    { callId: "ask", output: expect.stringContaining("has not answered") },
    { callId: "two", output: expect.stringMatching(/^Not run: the person was asked/) },
    { type: "user_text", text: "yes, tabs" },
  ];
  expect(server.requests[0]?.request.transcript.slice(-3)).toMatchObject(expected);
  const heard: AttemptEventBody[] = [...events, { type: "message.added", role: "person", messageId: "m", ...said }];
  for (const length of [0, 1]) {
    const log = [...heard, ...after.slice(0, length)];
    const { transcript, question: open } = rebuildTranscript({ opening: openingMessages(aTask(), "/"), events: log });
    expect(transcript.slice(-3)).toMatchObject(expected);
    expect(open).toBeNull();
  }
});

test("a question whose answer was taken back is put again", async () => {
  const { events } = await ranAgent(asking);
  const resumed: AttemptEventBody = { type: "attempt.resumed", reason: "answered", answered: true };
  expect((await resume(asking, { events: [...events, resumed] })).ending).toMatchObject({ kind: "waiting" });
});

test("an attempt that repeats itself is nudged once and ends as stuck, wherever it was lost in between", async () => {
  const again: Script = () => ({ calls: [{ name: "shell", input: { command: "cat a.txt" } }] });
  const files = { "a.txt": "one\n" };
  const whole = await ranAgent(again, { files });
  expect(whole.ending.kind).toBe("stuck");
  const ends = whole.events.flatMap(({ type }, index) => (type === "tool.finished" || type === "model.told" ? [index] : [])).slice(0, -1);
  for (const end of ends) {
    const events = whole.events.slice(0, end + 1);
    const after = await resume(again, { events, files });
    expect(after.ending).toEqual(whole.ending);
    expect(replies([...events, ...after.events])).toBe(replies(whole.events));
    expect([...events, ...after.events].filter((event) => event.type === "model.told" && event.about === "repetition")).toHaveLength(1);
  }
});

test("replies that cannot be used count on after a resume", async () => {
  const nonsense: Script = ({ step }) =>
    step === 1 ? { text: "half", cutOff: true } : { calls: [{ name: "shell", input: { cmd: "ls" } }] };
  const whole = await ranAgent(nonsense);
  expect(whole.ending.kind).toBe("stuck");
  const ends = whole.events.flatMap(({ type }, index) => (type === "tool.finished" || type === "model.told" ? [index] : [])).slice(0, -1);
  expect(ends).toHaveLength(2);
  for (const end of ends) {
    const events = whole.events.slice(0, end + 1);
    const after = await resume(nonsense, { events, note: "It goes on." });
    expect(after.ending).toEqual(whole.ending);
    expect(replies([...events, ...after.events])).toBe(3);
  }
});

test("a reply whose calls are not all heard of is not held against the agent after a resume, one with a question never", async () => {
  const bad = { name: "shell", input: { cmd: "ls" } };
  const nonsense: Script = () => ({ calls: [bad, bad] });
  const { events } = await ranAgent(nonsense);
  const last = events.findLastIndex(({ type }) => type === "model.replied");
  const half = events.findIndex(({ type }, index) => index > last && type === "tool.finished");
  const after = await resume(finishing, { events: events.slice(0, half + 1) });
  expect(after.ending.kind).toBe("finished");
  const asked = await ranAgent(({ step }) => (step < 2 ? { calls: [bad] } : { calls: [question] }));
  expect(asked.ending.kind).toBe("waiting");
  const parked: AttemptEventBody[] = [...asked.events, { type: "attempt.resumed", reason: "answered" }];
  const answered = await resume(({ step }) => (step < 9 ? { calls: [bad] } : finish), { events: parked, messages: ["Tabs"] });
  expect(answered.ending.kind).toBe("stuck");
  expect(replies(answered.events)).toBe(3);
});
