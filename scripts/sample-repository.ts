import { cp, mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { contentHash } from "./content-hash.ts";
import { runCommand } from "./run-command.ts";

const AUTHOR = { name: "Slipway", email: "sample@slipway.invalid", date: "2026-01-01T00:00:00Z" };

/** Makes the bundled sample a git repository of one commit, the same commit on every machine, and returns its path. */
export async function ensureSampleRepository({ root, dataFolder }: { root: string; dataFolder: string }): Promise<string> {
  const target = join(dataFolder, "sample");
  const stamp = join(target, ".git", `slipway-${(await contentHash({ root, paths: ["sample"] })).slice(0, 12)}`);
  if (await stat(stamp).catch(() => null)) return target;
  // A changed sample replaces the old one whole; tasks on it keep their own mirror.
  const unfinished = join(dataFolder, "sample-unfinished");
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(dataFolder, { recursive: true });
  await cp(join(root, "sample"), unfinished, { recursive: true });
  await git(unfinished, ["init", "--quiet", "--initial-branch=main"]);
  await git(unfinished, ["add", "--all", "--force"]);
  await git(unfinished, ["commit", "--quiet", "--no-verify", "--message=Add the tally project"]);
  await writeFile(join(unfinished, ".git", stamp.slice(join(target, ".git").length + 1)), "");
  await rm(target, { recursive: true, force: true });
  await rename(unfinished, target);
  return target;
}

/** The person's own git configuration (hooks, signing, templates) must not reach this repository. */
function git(cwd: string, args: string[]): Promise<void> {
  const env = {
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_TEMPLATE_DIR: "",
    GIT_AUTHOR_NAME: AUTHOR.name,
    GIT_AUTHOR_EMAIL: AUTHOR.email,
    GIT_AUTHOR_DATE: AUTHOR.date,
    GIT_COMMITTER_NAME: AUTHOR.name,
    GIT_COMMITTER_EMAIL: AUTHOR.email,
    GIT_COMMITTER_DATE: AUTHOR.date,
  };
  return runCommand({ command: "git", args, cwd, env, remedy: ["Install git (apt-get install git) and run the same command again."] });
}
