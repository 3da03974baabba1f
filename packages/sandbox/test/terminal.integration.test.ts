import { randomUUID } from "node:crypto";
import { stripVTControlCharacters } from "node:util";
import { resolveLimits } from "@slipway/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openTerminal, type TerminalSandbox } from "../src/index.ts";
import { makeRepository } from "./bundled-repository.ts";
import { testEngine, testImage, testInstance } from "./open-test-sandbox.ts";

let repository: ReturnType<typeof makeRepository>;
beforeEach(() => {
  repository = makeRepository();
});
afterEach(() => repository[Symbol.dispose]());

function open(): Promise<TerminalSandbox> {
  return openTerminal(testEngine, {
    image: testImage,
    limits: resolveLimits({ memoryBytes: 512 * 2 ** 20, processes: 128 }),
    variables: { PLAIN: "plain" },
    secretVariables: { TOKEN: "canary-of-terminal" },
    owner: { instance: testInstance, attemptId: randomUUID(), epoch: 1, role: "terminal" },
    repository: repository.input("main"),
  });
}

/** Gathers the output, and waits for parts of it. */
function watch(terminal: TerminalSandbox) {
  let text = "";
  const ended = (async () => {
    for await (const bytes of terminal.output) text = stripVTControlCharacters(text + Buffer.from(bytes).toString()).replaceAll("\r", "");
  })();
  const until = (part: string | RegExp) => expect.poll(() => text, { timeout: 15_000 }).toMatch(part);
  return { until, ended, text: () => text };
}

test("a terminal is root's shell with a tty in the workspace, with setup's variables, and is gone when it is closed", async () => {
  await using terminal = await open();
  const seen = watch(terminal);
  await seen.until(/setup.*# $/);
  await terminal.resize({ columns: 93, rows: 31 });
  terminal.write(`echo "$(id -u):$PWD:$PLAIN:$TOKEN:$(stty size):$(git log --format=%s | wc -l)"\r`);
  await seen.until("0:/workspace:plain:canary-of-terminal:31 93:3");
  terminal.write("ip link 2>/dev/null; cat /proc/net/dev | grep -c :; grep CapEff /proc/self/status\r");
  await seen.until(/\n1\nCapEff:\s+00000000000000cb\n/);
  const { Config, HostConfig } = await testEngine.docker.getContainer(terminal.id).inspect();
  expect(HostConfig.NetworkMode).toBe("none");
  expect(Config.Env.join()).not.toContain("canary-of-terminal");
  terminal.write("exit 3\r");
  await seen.ended;
  expect(await terminal.exitCode()).toBe(3);
  await terminal.stop();
  await expect(testEngine.docker.getContainer(terminal.id).inspect()).rejects.toMatchObject({ statusCode: 404 });
});

test("commands of the prompt are noted with their exit codes, the setup script runs as its build would, ctrl-c interrupts", async () => {
  await using terminal = await open();
  const seen = watch(terminal);
  await seen.until(/setup.*# $/);
  terminal.write("echo one\r");
  await seen.until("\none\n");
  terminal.write('\r\r false\rfor i in 1 2; do\r  echo "n $i"\rdone\rsleep 60\r');
  await seen.until(/sleep 60\n$/);
  terminal.write("\x03");
  await seen.until(/\^C[\s\S]*# $/);
  await terminal.putSetupScript("echo made > made.txt\nfalse\necho never\n");
  terminal.write(" setup_script\r");
  await seen.until("[the setup script ended with exit code 1]");
  expect(seen.text()).not.toContain("never");
  terminal.write("cat made.txt\r");
  await expect
    .poll(() => terminal.readCommands(), { timeout: 15_000 })
    .toEqual([
      { command: "echo one", exitCode: 0 },
      { command: 'for i in 1 2; do\n  echo "n $i"\ndone', exitCode: 0 },
      { command: "sleep 60", exitCode: 130 },
      { command: "cat made.txt", exitCode: 0 },
    ]);
});
