import { resolveLimits } from "@slipway/core";
import { expect, test } from "vitest";
import { unnamedBytes } from "../src/disk/unnamed-bytes.ts";
import { runCommand } from "../src/exec/run-command.ts";
import { startSandbox } from "../src/start-sandbox.ts";
import { testEngine, testImage, testInstance } from "./open-test-sandbox.ts";

test("removed files that a process holds open are counted, each once, by what they take on the disk (C07)", async () => {
  const owner = { instance: testInstance, attemptId: crypto.randomUUID(), epoch: 1, role: "agent" };
  const limits = resolveLimits({ memoryBytes: 256 * 2 ** 20 });
  const { state, stop } = await startSandbox(testEngine, { image: testImage, limits, variables: {}, owner }, "agent");
  await using stack = new AsyncDisposableStack();
  stack.defer(stop);
  expect(await unnamedBytes(state)).toBe(0);
  const hold =
    "cd /home/agent 2>/dev/null || cd /workspace; exec 7>gone; head -c 32M /dev/zero >&7; rm gone; exec 8>&7; setsid sleep 300 >/dev/null 2>&1 &";
  const made = await runCommand(state, { command: `${hold} :`, timeoutMs: 60_000 });
  expect(made.exitCode).toBe(0);
  const bytes = await unnamedBytes(state);
  expect(bytes).toBeGreaterThan(31 * 2 ** 20);
  expect(bytes).toBeLessThan(40 * 2 ** 20);
});
