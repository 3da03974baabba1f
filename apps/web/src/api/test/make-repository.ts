import { execFile } from "node:child_process";
import { mkdir, mkdtemp, realpath, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A real repository in a temporary folder, with one commit on each of `branches`; with none it has no commit at all. */
export async function makeRepository(branches: readonly string[], files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), "slipway-web-")));
  await git(folder, "init", "--quiet", `--initial-branch=${branches[0] ?? "main"}`);
  if (branches.length === 0) return folder;
  await writeFile(path.join(folder, "README.md"), "hello\n");
  await writeFile(path.join(folder, "prompt.md"), "Make the failing test pass.\n");
  await commitFiles(folder, files);
  for (const branch of branches.slice(1)) await git(folder, "branch", branch);
  return folder;
}

/** Writes the files and commits everything. */
export async function commitFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  await git(folder, "add", "--all", "--force");
  await git(folder, "commit", "--quiet", "--message=Files");
}

async function git(folder: string, ...args: string[]): Promise<void> {
  const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"];
  await run("git", ["-C", folder, ...identity, ...args], {
    env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" },
  });
}
