import { execFile } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"];

export async function git(folder: string, ...args: string[]): Promise<string> {
  const { stdout } = await run("git", ["-C", folder, ...identity, ...args]);
  return stdout.trimEnd();
}

/** A repository on branch `main` with one commit of the bundled sample, removed when disposed. */
export async function aSampleRepository(): Promise<{ folder: string } & AsyncDisposable> {
  const folder = await mkdtemp(path.join(tmpdir(), "slipway-sample-"));
  await cp(path.join(import.meta.dirname, "../../../sample"), folder, { recursive: true });
  await git(folder, "init", "-q", "-b", "main");
  await git(folder, "add", "-A");
  await git(folder, "commit", "-qm", "Begin");
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}
