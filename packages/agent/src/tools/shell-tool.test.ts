import { BOUNDS, type CommandResult, type Workspace } from "@slipway/core";
import { openLocalWorkspace } from "@slipway/core/testing";
import { expect, test, vi } from "vitest";
import { finish, inOrder, ranAgent } from "../../test/agent-fixture.ts";
import { shellToolOf } from "./shell-tool.ts";

// Real processes and servers on a machine that may be busy with other test files.
vi.setConfig({ testTimeout: 30_000 });

async function shell(input: Record<string, unknown>, limits = {}, overrides: { workspace?: Workspace } = {}) {
  const { events } = await ranAgent(inOrder({ calls: [{ name: "shell", input, callId: "c" }] }, finish), { limits, ...overrides });
  const output = events.find((event) => event.type === "tool.finished");
  const log = events.flatMap((event) => (event.type === "command.output" ? [event.text] : []));
  return { events, log, output: output?.type === "tool.finished" ? output.output : "" };
}

test("a failing command is an answer with its exit code", async () => {
  const { output, events } = await shell({ command: "echo out; echo err >&2; exit 3" });
  expect(output).toMatch(/^\[c · exit 3 · \d+\.\d s · lines 1-2\]\nout\nerr\n$/);
  expect(events.find((event) => event.type === "command.finished")).toMatchObject({ exitCode: 3, ending: "exited" });
});

test("a command that waits is ended with a hint", async () => {
  const { output } = await shell({ command: "sleep 30", timeout_seconds: 60 }, { commandSeconds: 1 });
  expect(output).toMatch(/^\[c · timed out · /);
  expect(output).toContain("there is no terminal");
});

test.each([
  ["the default", {}, 200, "Ended after 120 s, the default. If it needs longer, give timeout_seconds, up to 200."],
  ["what was asked", { timeout_seconds: 20 }, 60, "Ended after 20 s, as timeout_seconds said. If it needs longer, up to 60 are allowed."],
  [
    "the most that is allowed",
    { timeout_seconds: 1_800 },
    60,
    "A command may take 60 s at most, so timeout_seconds was not 1800 but 60.\nEnded after 60 s, the most that timeout_seconds may be.",
  ],
])("a command that ran out of time is told how long it had: %s", async (_name, input, commandSeconds, words) => {
  const told: string[] = [];
  await using local = await openLocalWorkspace();
  const result: CommandResult = { ending: "timed_out", exitCode: null, durationMs: 1, droppedBytes: 0, outOfMemory: false };
  const workspace: Workspace = {
    ...local,
    runCommand: async ({ timeoutMs }) => {
      told.push(`Ended after ${timeoutMs / 1_000} s`);
      return result;
    },
  };
  const { output } = await shell({ command: "true", ...input }, { commandSeconds }, { workspace });
  expect(output).toContain(`${words} `);
  expect(output).toContain(told.join());
});

test("a time that was cut is told also where it was enough, and the description names default and most", async () => {
  const { output } = await shell({ command: "true", timeout_seconds: 61 }, { commandSeconds: 60 });
  expect(output).toContain("timeout_seconds was not 61 but 60.");
  expect(JSON.stringify(shellToolOf({ commandSeconds: 600 }).definition)).toContain("120 when absent, at most 600");
  expect(JSON.stringify(shellToolOf({ commandSeconds: 60 }).definition)).toContain("60 when absent, at most 60");
});

test("a command that asked something is ended with its question", async () => {
  const { output } = await shell({ command: "echo begun; printf 'Overwrite? [y/N] '; sleep 30", timeout_seconds: 4 });
  expect(output).toContain('It seems to wait for an answer to "Overwrite? [y/N]"');
});

test("a command runs in the folder it names", async () => {
  expect((await shell({ command: "mkdir -p sub && cd sub && pwd" })).output).toContain("/sub\n");
  expect((await shell({ command: "pwd", cwd: "/tmp" })).output).toContain("\n/tmp\n");
});

test("the log gets all of a long output, in order and in few events, and the model its head and tail", async () => {
  const { log, output } = await shell({ command: "seq 1 30000" });
  expect(log.join("")).toBe(Array.from({ length: 30_000 }, (_, index) => `${index + 1}\n`).join(""));
  expect(log.length).toBeLessThan(30);
  expect(Buffer.byteLength(output)).toBeLessThan(BOUNDS.toolOutputBytes * 3);
  expect(output).toContain("bytes dropped");
});
