import { execFile } from "node:child_process";
import { mkdtemp, realpath, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A real repository in a temporary folder, with one commit on each of `branches`; with none it has no commit at all. */
export async function makeRepository(branches: readonly string[]): Promise<string> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), "slipway-web-")));
  await git(folder, "init", "--quiet", `--initial-branch=${branches[0] ?? "main"}`);
  if (branches.length === 0) return folder;
  await writeFile(path.join(folder, "README.md"), "hello\n");
  await writeFile(path.join(folder, "prompt.md"), "Make the failing test pass.\n");
  await git(folder, "add", "--all");
  await git(folder, "commit", "--quiet", "--message=Begin");
  for (const branch of branches.slice(1)) await git(folder, "branch", branch);
  return folder;
}

async function git(folder: string, ...args: string[]): Promise<void> {
  const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"];
  await run("git", ["-C", folder, ...identity, ...args], {
    env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" },
  });
}
