import { type AttemptEventBody, noUsage } from "@slipway/core";
import { describe, expect, test, vi } from "vitest";
import { apis, aTask, finish, inOrder, ranAgent, typesOf } from "../../test/agent-fixture.ts";
import { openingMessages, rebuildTranscript } from "../index.ts";

// Real processes and servers on a machine that may be busy with other test files.
vi.setConfig({ testTimeout: 30_000 });

const patch = "*** Begin Patch\n*** Update File: a.txt\n@@\n-one\n+ONE\n*** Add File: b.txt\n+new\n*** End Patch";
const work = inOrder(
  { reasoning: "Let me look.", text: "Looking around.", calls: [{ name: "shell", input: { command: "cat a.txt" }, callId: "look" }] },
  { calls: [{ name: "update_plan", input: { plan: [{ step: "Change a", status: "in_progress" }] } }] },
  { calls: [{ name: "apply_patch", input: patch }] },
  finish,
);

describe.each(apis)("over the %s API", (api) => {
  test("a run looks, plans, changes files and finishes, and every step of it is an event in order", async () => {
    const { ending, events, usages, server, read } = await ranAgent(work, { api, files: { "a.txt": "one\ntwo\n" } });
    expect(ending).toEqual({ kind: "finished", title: "Done", summary: "All done.", testing: null, notVerified: [], tasks: [] });
    expect(typesOf(events)).toEqual([
      ...["model.requested", "model.replied", "reasoning.added", "message.added", "usage.recorded"],
      ...["tool.requested", "command.started", "command.output", "command.finished", "tool.finished"],
      ...["model.requested", "model.replied", "usage.recorded", "tool.requested", "plan.updated", "tool.finished"],
      ...["model.requested", "model.replied", "usage.recorded", "tool.requested", "file.changed", "file.changed", "tool.finished"],
      ...["model.requested", "model.replied", "usage.recorded", "tool.requested", "tool.finished"],
    ]);
    expect(await read("a.txt")).toBe("ONE\ntwo\n");
    expect(await read("b.txt")).toBe("new\n");
    expect(usages).toHaveLength(4);
    expect(server.requests.map(({ request }) => request.step)).toEqual([0, 1, 2, 3]);
    const result = events.find((event) => event.type === "tool.finished");
    expect(result).toMatchObject({
      callId: "look",
      failed: false,
      output: expect.stringMatching(/^\[look · exit 0 · \d+\.\d s · lines 1-2\]\none\ntwo\n$/),
    });
  });

  test("a conversation travels whole and keeps its beginning, so that a provider can cache it", async () => {
    const { server } = await ranAgent(work, { api, files: { "a.txt": "one\ntwo\n" } });
    const [first, ...later] = server.requests.map(({ request }) => request);
    for (const request of later) {
      expect(request.instructions).toBe(first?.instructions);
      expect(request.transcript.slice(0, first?.transcript.length)).toEqual(first?.transcript);
    }
    expect(server.requests.at(-1)?.request.transcript.filter((item) => item.type === "tool_result")).toHaveLength(3);
  });

  test("a plain final message ends the attempt", async () => {
    const { ending } = await ranAgent(() => ({ text: "## It works.\n\nNothing had to change." }), { api });
    expect(ending).toMatchObject({ kind: "finished", title: "It works", summary: "## It works.\n\nNothing had to change." });
  });

  test("what the person says meanwhile joins before the next request, even after finish", async () => {
    const inbox = [[], [{ id: "1", text: "Use tabs" }], [{ id: "2", text: "One more thing" }], []];
    const { ending, server } = await ranAgent(
      ({ step }) => (step === 0 ? { calls: [{ name: "shell", input: { command: "true" } }] } : finish),
      {
        api,
        takeMessages: async () => inbox.shift() ?? [],
      },
    );
    expect(ending.kind).toBe("finished");
    expect(server.requests.map(({ request }) => request.prompt)).toEqual(["Do it", "Use tabs", "One more thing"]);
  });

  test("a refusal is an ending of its own, with the model's words (A10)", async () => {
    expect((await ranAgent(() => ({ refusal: "I will not do that." }), { api })).ending).toEqual({
      kind: "refused",
      reason: "I will not do that.",
    });
  });

  test("no tool runs from a call that the output limit cut off", async () => {
    const { ending, events } = await ranAgent(
      ({ transcript }) =>
        transcript.at(-1)?.type === "user_text" && transcript.length > 2
          ? finish
          : { cutOff: true, calls: [{ name: "shell", input: { command: "touch cut" } }] },
      { api },
    );
    expect(ending.kind).toBe("finished");
    expect(events.some((event) => event.type === "command.started")).toBe(false);
  });
});

const inParallel = { contextTokens: 100_000, vision: false, freeformPatch: false, parallelCalls: true, reasoning: false };

describe("calls that make no sense", () => {
  test("are answered so that the model can correct them", async () => {
    const { ending, events } = await ranAgent(
      inOrder(
        { calls: [{ name: "shel", input: {} }] },
        { calls: [{ name: "shell", input: "{not json" }] },
        { calls: [{ name: "shell", input: { command: "true", cwd: null } }] },
        finish,
      ),
    );
    expect(ending.kind).toBe("finished");
    const outputs = events.flatMap((event) => (event.type === "tool.finished" ? [event.output] : []));
    expect(outputs[0]).toBe(
      'There is no tool "shel". The tools are: shell, apply_patch, update_plan, view_image, screenshot, ask_user, finish.',
    );
    expect(outputs[1]).toContain("not valid JSON");
  });

  test("end the attempt as stuck after three in a row", async () => {
    const { ending, server } = await ranAgent(() => ({ calls: [{ name: "shell", input: { cmd: "ls" } }] }));
    expect(ending).toMatchObject({ kind: "stuck", reason: expect.stringContaining("Invalid arguments for shell") });
    expect(server.requests).toHaveLength(3);
  });

  test("count once for a reply, however many calls it has, and not at all where one of them could be used", async () => {
    const bad = { name: "shell", input: { cmd: "ls" } };
    const good = { name: "shell", input: { command: "true" } };
    const corrected = await ranAgent(inOrder({ calls: [bad, bad, bad] }, finish), { settings: { capabilities: inParallel } });
    expect(corrected.ending.kind).toBe("finished");
    const never = await ranAgent(() => ({ calls: [bad, bad] }), { settings: { capabilities: inParallel } });
    expect(never.ending).toMatchObject({ kind: "stuck", reason: expect.stringContaining("3 replies in a row") });
    expect(never.server.requests).toHaveLength(3);
    const mixed = await ranAgent(({ step }) => (step < 5 ? { calls: [good, bad, bad, bad] } : finish), {
      settings: { capabilities: inParallel },
    });
    expect(mixed.ending.kind).toBe("finished");
  });

  test("count empty replies too (A10)", async () => {
    expect((await ranAgent(() => ({}))).ending.kind).toBe("stuck");
  });

  test("that repeat a call id get one of their own", async () => {
    const { events } = await ranAgent(({ step }) =>
      step < 2 ? { calls: [{ name: "shell", input: { command: "true" }, callId: "call†0" }] } : finish,
    );
    expect(events.flatMap((event) => (event.type === "command.started" ? [event.callId] : []))).toEqual(["call_0", "call_0-2"]);
  });
});

describe("an agent that gets nowhere", () => {
  const again = { calls: [{ name: "shell", input: { command: "cat a.txt" } }] };

  test("is told so once, and ends as stuck with what it repeated", async () => {
    const { ending, events, server } = await ranAgent(() => again, { files: { "a.txt": "one\n" } });
    expect(ending).toMatchObject({ kind: "stuck", reason: expect.stringContaining('shell {"command":"cat a.txt"}, 4 times in a row') });
    expect(events.filter(({ type }) => type === "model.told")).toHaveLength(1);
    expect(server.requests).toHaveLength(8);
  });

  test("goes on where it heeds the nudge", async () => {
    const { ending } = await ranAgent(({ prompt }) => (prompt.includes("repeating yourself") ? finish : again), {
      files: { "a.txt": "one\n" },
    });
    expect(ending.kind).toBe("finished");
  });

  test("is not taken for stuck while what it polls changes", async () => {
    const poll = { calls: [{ name: "shell", input: { command: "sleep 0.01; echo tick >> n; wc -l < n" } }] };
    const { ending } = await ranAgent(({ step }) => (step < 15 ? poll : finish));
    expect(ending.kind).toBe("finished");
  });

  test("and only talks while its plan is open is asked to act, and ends as stuck in the end", async () => {
    const plan = { calls: [{ name: "update_plan", input: { plan: [{ step: "Write it", status: "in_progress" }] } }] };
    const { ending, server } = await ranAgent(({ step }) => (step === 0 ? plan : { text: "I will write it now." }));
    expect(ending).toMatchObject({ kind: "stuck", reason: expect.stringContaining("open steps: Write it") });
    expect(server.requests).toHaveLength(4);
    const heeded = await ranAgent(({ step, prompt }) =>
      step === 0 ? plan : prompt.includes("open steps") ? finish : { text: "I will write it now." },
    );
    expect(heeded.ending.kind).toBe("finished");
  });
});

describe("limits", () => {
  const busy = () => ({ calls: [{ name: "shell", input: { command: "true" } }], usage: { input: 900, output: 100 } });

  test.each([
    ["steps", { steps: 2 }, 2],
    ["tokens", { tokens: 2_500 }, 3],
    ["money", { costUsd: 0.015 }, 2],
  ] as const)("of %s stop before the request that would exceed them (A07)", async (limit, limits, requests) => {
    const price = { inputUsd: 10, cachedInputUsd: 10, outputUsd: 10 };
    const { ending, server } = await ranAgent(busy, { limits, settings: { price } });
    expect(ending).toMatchObject({ kind: "limit", limit });
    expect(server.requests).toHaveLength(requests);
  });

  test("of time end a command that is still running (A07)", async () => {
    const { ending } = await ranAgent(() => ({ calls: [{ name: "shell", input: { command: "sleep 30" } }] }), {
      limits: { wallClockSeconds: 0.3 },
    });
    expect(ending).toMatchObject({ kind: "limit", limit: "time", allowed: 0.3 });
  });
});

describe("cancelling", () => {
  test.each([
    ["while a reply is awaited", { delayMs: 30_000 }, "model.requested"],
    ["while a command runs", { calls: [{ name: "shell", input: { command: "sleep 30" } }] }, "command.started"],
  ])("%s ends the loop at once", async (_name, reply, type) => {
    const stop = new AbortController();
    const { ending } = await ranAgent(() => reply, {
      signal: stop.signal,
      emit: async (bodies) => {
        if (bodies.some((body) => body.type === type)) setImmediate(() => stop.abort());
      },
    });
    expect(ending).toEqual({ kind: "cancelled" });
  });
});

test("an event that cannot be stored ends the command and is thrown", async () => {
  const lost = ranAgent(() => ({ calls: [{ name: "shell", input: { command: "echo hi; sleep 30" } }] }), {
    emit: async (bodies) => {
      if (bodies.some((body) => body.type === "command.output")) throw new Error("fenced off");
    },
  });
  await expect(lost).rejects.toThrow("fenced off");
});

test("who only asks gets no tool that writes, and is told so", async () => {
  const { server } = await ranAgent(() => ({ text: "It is so." }), { task: { mode: "ask" } });
  expect(server.requests[0]?.request.tools).toEqual(["shell", "update_plan", "view_image", "screenshot", "ask_user", "finish"]);
  expect(server.requests[0]?.request.instructions).toContain("answer it and change nothing");
});

test("the first request tells where it is, what was said before and what the repository asks", async () => {
  const { server } = await ranAgent(() => ({ text: "ok" }), {
    task: {
      prompt: "And now?",
      comments: [{ path: "a.ts", line: 3, side: "head", text: "why?", quote: "const a = 1;" }],
      history: [{ text: "First", comments: [], summary: { title: "Did it", body: "So." } }],
      instructions: [{ path: "AGENTS.md", text: "Be\u202E kind" }],
      checks: [{ name: "test", command: "npm test" }],
    },
  });
  const request = server.requests[0]?.request;
  expect(request?.userTexts[0]).toContain("- test: npm test");
  expect(request?.userTexts[0]).toContain('<repository_instructions source="AGENTS.md">\nBe kind\n');
  expect(request?.transcript.slice(1)).toEqual([
    { type: "user_text", text: "First" },
    { type: "agent_text", text: "Did it\n\nSo." },
    { type: "user_text", text: "And now?\n\nReview comments:\n- a.ts:3\n  > const a = 1;\n  why?" },
  ]);
});

test.each(
  apis.flatMap((api) => (["code", "ask"] as const).flatMap((mode) => [true, false].map((freeformPatch) => ({ api, mode, freeformPatch })))),
)("the first request has less than 12 kB before the person's text: %o", async ({ api, mode, freeformPatch }) => {
  const capabilities = { contextTokens: 100_000, vision: true, freeformPatch, parallelCalls: true, reasoning: true };
  const { server } = await ranAgent(() => ({ text: "ok" }), { api, task: { mode, prompt: "" }, settings: { capabilities } });
  const bytes = Buffer.byteLength(JSON.stringify(server.requests[0]?.body));
  expect(bytes).toBeLessThan(12_000);
});

test("events hold nothing that Postgres cannot store", async () => {
  const { events } = await ranAgent(
    inOrder({ text: "a\0b\uD800", calls: [{ name: "shell", input: { command: "printf 'x\\000y'" } }] }, finish),
  );
  expect(JSON.stringify(events)).not.toMatch(/\\u0000|\\ud800/i);
});

describe("a change over its budget", () => {
  const work = inOrder({ calls: [{ name: "shell", input: { command: "seq 30 > many.txt" } }] }, finish);
  const told = (events: readonly AttemptEventBody[]) => events.filter((event) => event.type === "model.told" && event.about === "size");

  test("is told to an agent that finishes, once, and what it says then stands", async () => {
    const { ending, events, server } = await ranAgent(work, { sizeObjection: async () => "30 lines to read, over the budget of 20." });
    expect(ending).toMatchObject({ kind: "finished", title: "Done" });
    expect(server.requests).toHaveLength(3);
    expect(server.requests[2]?.request.prompt).toContain("30 lines to read, over the budget of 20.");
    expect(told(events)).toHaveLength(1);
  });

  test("is not told a second time to an attempt that was resumed, and not to one whose limits are used up", async () => {
    const sizeObjection = async () => "Too large.";
    const first = await ranAgent(work, { sizeObjection, limits: { steps: 3 } });
    const before = first.events.slice(0, first.events.findIndex(({ type }) => type === "model.told") + 1);
    const resumed = {
      ...rebuildTranscript({ opening: openingMessages(aTask(), first.root), events: before }),
      spent: { usage: noUsage, elapsedMs: 0 },
    };
    const second = await ranAgent(work, { sizeObjection, resumed });
    expect(second.ending.kind).toBe("finished");
    expect(second.server.requests).toHaveLength(1);
    const limited = await ranAgent(work, { sizeObjection, limits: { steps: 2 } });
    expect(limited.ending.kind).toBe("finished");
    expect(told([...second.events, ...limited.events])).toEqual([]);
  });
});
