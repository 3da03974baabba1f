import { type LimitsInput, resolveLimits } from "@slipway/core";
import { connectDocker, openSandbox, type Sandbox } from "../src/index.ts";

export const testEngine = connectDocker();
export const testImage = process.env.TEST_IMAGE ?? "slipway/sandbox:dev";
/** One instance label for a test file's process, so that files running beside each other do not count one another's containers. */
export const testInstance = `test-${process.pid}-${Date.now()}`;

export function openTestSandbox(limits: LimitsInput = {}): Promise<Sandbox> {
  return openSandbox(testEngine, {
    image: testImage,
    limits: resolveLimits({ memoryBytes: 512 * 2 ** 20, processes: 128 }, limits),
    variables: {},
    owner: { instance: testInstance, attemptId: crypto.randomUUID(), epoch: 1, role: "agent" },
  });
}
