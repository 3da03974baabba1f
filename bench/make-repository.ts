import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "../scripts/run-command.ts";

const FILES = 200;
const COMMITS = 20;

/** Makes a repository of the size of a small project in `path`, and returns `path`. */
export async function makeRepository(path: string): Promise<string> {
  await mkdir(join(path, "src"), { recursive: true });
  await git(path, ["init", "--quiet", "--initial-branch=main"]);
  for (let commit = 0; commit < COMMITS; commit++) {
    const size = FILES / COMMITS;
    const numbers = Array.from({ length: size }, (_, index) => commit * size + index);
    await Promise.all(numbers.map((number) => writeFile(join(path, `src/module-${number}.js`), sourceOf(number))));
    await git(path, ["add", "--all"]);
    await git(path, ["commit", "--quiet", "--message", `Add modules up to ${commit * size + size}`]);
  }
  return path;
}

function sourceOf(number: number): string {
  const lines = Array.from({ length: 40 }, (_, line) => `export const value${line} = ${number * 1_000 + line};`);
  return `${lines.join("\n")}\n`;
}

function git(cwd: string, args: string[]): Promise<void> {
  const env = {
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "Bench",
    GIT_AUTHOR_EMAIL: "bench@slipway.invalid",
    GIT_COMMITTER_NAME: "Bench",
    GIT_COMMITTER_EMAIL: "bench@slipway.invalid",
  };
  return runCommand({ command: "git", args, cwd, env, remedy: ["Install git and run the same command again."] });
}
