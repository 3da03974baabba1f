import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { isTerminal } from "@slipway/core";
import { type Database, findAttempt, instanceId } from "@slipway/db";

const docker = async (...args: string[]) => (await promisify(execFile)("docker", args)).stdout.trim();

/** Workers that stop leave the sandboxes of unfinished attempts to the next one, which a test's site never has. Others stay: they are leaks. */
export async function removeHandedOver(db: Database): Promise<void> {
  const format = '{{.ID}} {{.Label "slipway.attempt"}}';
  const listed = await docker("ps", "--all", "--format", format, "--filter", `label=slipway.instance=${await instanceId(db)}`);
  for (const line of listed.split("\n").filter((each) => each !== "")) {
    const [id = "", attemptId = ""] = line.split(" ");
    const attempt = await findAttempt(db, { attemptId });
    if (attempt !== null && !isTerminal(attempt.state)) await docker("rm", "--force", id);
  }
}
