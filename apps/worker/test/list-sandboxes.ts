import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Ids of the attempt's containers, running or not. */
export async function listSandboxes(attemptId: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)("docker", ["ps", "--all", "--quiet", "--filter", `label=slipway.attempt=${attemptId}`]);
  return stdout.split("\n").filter((id) => id !== "");
}
