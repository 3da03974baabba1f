import { spawnSync } from "node:child_process";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AttemptEventBody } from "@slipway/core";
import { openLocalWorkspace } from "@slipway/core/testing";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { apis, ranAgent } from "../../test/agent-fixture.ts";
import { createDemoScript, samplePrompt, validateCitations } from "../index.ts";

// Real processes and servers on a machine that may be busy with other test files.
vi.setConfig({ testTimeout: 30_000 });

const sampleFolder = join(import.meta.dirname, "../../../../sample");
const script = createDemoScript({ stepDelayMs: 0, deltaDelayMs: 0 });
const checks = [{ name: "test", command: "npm test" }];
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipway-sample-"));
  await cp(sampleFolder, folder, { recursive: true });
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function testsPass(): boolean {
  return spawnSync(process.execPath, ["--test", "--test-reporter=spec"], { cwd: folder, env: { PATH: process.env.PATH } }).status === 0;
}

function logLines(events: readonly AttemptEventBody[], callId: string): number | null {
  const log = events.flatMap((event) => (event.type === "command.output" && event.callId === callId ? [event.text] : [])).join("");
  return log === "" ? null : lineCount(log);
}

function lineCount(text: string): number {
  return text.replace(/\n$/, "").split("\n").length;
}

async function ranDemo(
  task: { prompt: string; history?: [] | [{ text: string; comments: []; summary: null }]; mode?: "ask" | "code" },
  api: "responses" | "chat" = "responses",
) {
  await using workspace = await openLocalWorkspace({ root: folder });
  return ranAgent(script, { api, workspace, task: { checks, ...task } });
}

describe.each(apis)("over the %s API", (api) => {
  test("the demo mends the bundled sample, and each of its citations leads to a line that says so", async () => {
    expect(testsPass()).toBe(false);
    const { ending, events } = await ranDemo({ prompt: samplePrompt }, api);
    expect(testsPass()).toBe(true);
    if (ending.kind !== "finished") throw new Error(`ended as ${JSON.stringify(ending)}`);
    expect(ending.title).toBe("Make shares add up to the bill");
    const validated = await validateCitations({
      summaryText: `${ending.summary}\n${ending.testing}`,
      readFileLineCount: async (path) => readFile(join(folder, path), "utf8").then(lineCount, () => null),
      commandLineCount: (callId) => logLines(events, callId),
      checkLineCount: (name) => (name === "test" ? 1 : null),
    });
    expect(validated).toMatchObject({ dropped: 0, text: `${ending.summary}\n${ending.testing}` });
    expect(validated.citations.map(({ target }) => target)).toEqual([
      { kind: "command", callId: "tests-before" },
      { kind: "file", path: "src/split.js" },
      { kind: "file", path: "test/split.test.js" },
      { kind: "command", callId: "tests-after" },
      { kind: "check", name: "test" },
    ]);
    const types = new Set(events.map(({ type }) => type));
    for (const type of ["reasoning.added", "plan.updated", "command.output", "file.changed", "message.added"])
      expect(types).toContain(type);
  });
});

test.each([
  ["another prompt", { prompt: "Rewrite it in Rust" }],
  [
    "a follow-up turn",
    {
      prompt: samplePrompt,
      history: [{ text: samplePrompt, comments: [], summary: null }] as [{ text: string; comments: []; summary: null }],
    },
  ],
  ["a question", { prompt: samplePrompt, mode: "ask" as const }],
])("to %s the demo says that no AI read it, how to connect one, and changes nothing", async (_name, task) => {
  const { ending, events } = await ranDemo(task);
  expect(ending).toMatchObject({
    kind: "finished",
    title: "No AI is connected: nothing was changed",
    summary: expect.stringContaining("No AI read your request"),
  });
  expect(ending).toMatchObject({ summary: expect.stringContaining("Open Settings and add a provider") });
  expect(events.some((event) => event.type === "file.changed")).toBe(false);
});

test("on a sample that is already mended the demo changes nothing and says so", async () => {
  await ranDemo({ prompt: samplePrompt });
  const { ending } = await ranDemo({ prompt: samplePrompt });
  expect(ending).toMatchObject({ kind: "finished", summary: expect.stringContaining("tests already pass") });
});

test("a message sent while the demo works stops nothing, and the summary says that it was not read", async () => {
  const inbox = [[], [], [{ id: "1", text: "Hurry" }], [], [], [{ id: "2", text: "Thanks" }], []];
  await using workspace = await openLocalWorkspace({ root: folder });
  const { ending } = await ranAgent(script, { workspace, takeMessages: async () => inbox.shift() ?? [], task: { prompt: samplePrompt } });
  expect(ending).toMatchObject({
    kind: "finished",
    title: "Make shares add up to the bill",
    summary: expect.stringContaining("or the message sent while it worked"),
  });
});

test("on a repository that is not the sample the demo stops, whatever its prompt", async () => {
  const { ending, events } = await ranAgent(script, {
    task: { prompt: samplePrompt },
    files: { "src/split.js": "export {};\n", "AGENTS.md": "" },
  });
  expect(ending).toMatchObject({ kind: "finished", title: "The demo script stopped: this is not the sample it knows" });
  expect(events.some((event) => event.type === "file.changed")).toBe(false);
});

test("the prompt of the sample's folder is the one that the demo answers", async () => {
  expect((await readFile(join(sampleFolder, "prompt.md"), "utf8")).trim()).toBe(samplePrompt);
});
