import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";

const docker = async (...args: string[]) => (await promisify(execFile)("docker", args)).stdout.trim();

/** A tag of its own on the sandbox image, which `become` moves to another image: the same with one variable set. Removed when disposed. */
export async function aMovingImage(): Promise<{ tag: string; become(variable: string): Promise<void> } & AsyncDisposable> {
  const tag = `slipway-test/moving:${randomUUID()}`;
  const made = new Set<string>();
  return {
    tag,
    async become(variable) {
      const container = await docker("create", process.env.TEST_IMAGE ?? "");
      made.add(await docker("commit", "--change", `ENV ${variable}`, container, tag));
      await docker("rm", container);
    },
    async [Symbol.asyncDispose]() {
      await docker("image", "rm", "--force", ...made);
    },
  };
}
