import { join } from "node:path";
import { askEngine } from "./ask-engine.ts";
import { contentHash } from "./content-hash.ts";
import { runCommand } from "./run-command.ts";
import type { Progress } from "./run-step.ts";

export type ImageRequest = { root: string; dockerHost: string | undefined; progress: Progress };

/** Builds the sandbox image unless the engine has one made of the same files, and returns its tag. */
export async function ensureSandboxImage({ root, dockerHost, progress }: ImageRequest): Promise<string> {
  const tag = `slipway/sandbox:${(await contentHash({ root, paths: ["docker/sandbox"] })).slice(0, 12)}`;
  const answer = await askEngine({ ...(dockerHost === undefined ? {} : { dockerHost }), path: `/images/${tag}/json` });
  if ("status" in answer && answer.status === 200) return tag;
  await runCommand({
    command: "bash",
    args: [join(root, "docker/sandbox/build.sh"), tag],
    cwd: root,
    onLine: progress,
    remedy: ["Mend what it names (connection to the package mirror, disk space) and run the same command again: it goes on from here."],
  });
  return tag;
}
