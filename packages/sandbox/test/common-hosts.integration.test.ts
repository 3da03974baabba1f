import { randomUUID } from "node:crypto";
import { resolveLimits, type Workspace } from "@slipway/core";
import { afterAll, expect, test } from "vitest";
import { runCommand } from "../src/exec/run-command.ts";
import { askRegistries } from "../src/index.ts";
import { startSandbox } from "../src/start-sandbox.ts";
import { testEngine, testImage, testInstance } from "./open-test-sandbox.ts";

const filters = { label: [`slipway.instance=${testInstance}`] };

/** A sandbox whose root has put programs of its own where the image's would be. */
async function aSandboxWith(programs: Record<string, string>) {
  const owner = { instance: testInstance, attemptId: randomUUID(), epoch: 1, role: "setup" };
  const limits = resolveLimits({ memoryBytes: 512 * 2 ** 20, processes: 128 });
  const { state, stop } = await startSandbox(testEngine, { image: testImage, limits, variables: {}, owner }, "setup");
  const workspace: Pick<Workspace, "runCommand"> = { runCommand: (command) => runCommand(state, command) };
  for (const [name, body] of Object.entries(programs)) {
    const file = `/usr/local/bin/${name}`;
    await workspace.runCommand({
      command: `printf '#!/bin/sh\\n%s\\n' '${body}' >${file} && chmod 755 ${file}`,
      cwd: "/",
      timeoutMs: 10_000,
    });
  }
  return { workspace, [Symbol.asyncDispose]: stop };
}

test("an image whose tools all answer has named its registries, whole", async () => {
  await using sandbox = await aSandboxWith({ yarn: "echo https://yarn.example/", composer: "exit 1" });
  const { rules, unanswered } = await askRegistries(sandbox.workspace);
  expect(unanswered).toBeNull();
  expect(rules).toContainEqual({ pattern: "yarn.example", ports: [] });
});

test.each([
  ["was killed", "kill -s KILL $$"],
  ["took too long", "exit 124"],
])("an answer without the registries of a tool that %s is not the whole one, and names the tool", async (_how, body) => {
  await using sandbox = await aSandboxWith({ yarn: body, composer: "echo https://composer.example/" });
  const { rules, unanswered } = await askRegistries(sandbox.workspace);
  expect(unanswered).toBe("yarn did not answer");
  expect(rules).toContainEqual({ pattern: "composer.example", ports: [] });
});

test("a probe that is ended before its last tool spoke is not the whole answer", async () => {
  await using sandbox = await aSandboxWith({ timeout: "exec sleep 60" });
  const hurried = {
    runCommand: (command: Parameters<Workspace["runCommand"]>[0]) => sandbox.workspace.runCommand({ ...command, timeoutMs: 1_000 }),
  };
  expect((await askRegistries(hurried)).unanswered).toBe("the question took too long");
});

test("the host where Ruby's Bundler asks for a source's index is named by Bundler itself", async () => {
  const gem = "echo https://gems.example/";
  const ruby = 'case "$*" in *Bundler*) echo https://index.gems.example/ ;; esac';
  await using sandbox = await aSandboxWith({ gem, ruby });
  const { rules } = await askRegistries(sandbox.workspace);
  expect(rules.map(({ pattern }) => pattern)).toEqual(expect.arrayContaining(["gems.example", "index.gems.example"]));
});

afterAll(async () => {
  expect(await testEngine.docker.listContainers({ all: true, filters })).toEqual([]);
});
