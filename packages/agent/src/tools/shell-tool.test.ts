import { BOUNDS } from "@slipway/core";
import { expect, test, vi } from "vitest";
import { finish, inOrder, ranAgent } from "../../test/agent-fixture.ts";

// Real processes and servers on a machine that may be busy with other test files.
vi.setConfig({ testTimeout: 30_000 });

async function shell(input: Record<string, unknown>, limits = {}) {
  const { events } = await ranAgent(inOrder({ calls: [{ name: "shell", input, callId: "c" }] }, finish), { limits });
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

test("a command that asked something is ended with its question", async () => {
  const { output } = await shell({ command: "echo begun; printf 'Overwrite? [y/N] '; sleep 30", timeout_seconds: 1 });
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
