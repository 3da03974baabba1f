import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { InvalidInputError } from "../src/errors.ts";
import type { Workspace } from "../src/workspace.ts";
import { runLocalCommand } from "./run-local-command.ts";

/** A workspace in a folder of this machine: it obeys the port's contract and confines nothing. */
export type LocalWorkspace = Workspace & AsyncDisposable;

const READ_LIMIT_BYTES = 10 * 2 ** 20;

/** Owns a new temporary folder, removed on disposal, unless `root` names an existing one of the caller's. */
export async function openLocalWorkspace(options: { root?: string } = {}): Promise<LocalWorkspace> {
  const root = options.root ?? (await mkdtemp(join(tmpdir(), "slipway-workspace-")));
  const groups = new Set<number>();
  return {
    root,
    runCommand: (command) => runLocalCommand(root, command, groups),
    readFile: (path, { maxBytes = READ_LIMIT_BYTES } = {}) => readRegularFile(resolve(root, path), maxBytes),
    writeFile: (path, content, { executable } = {}) =>
      refusing(path, async () => {
        const target = resolve(root, path);
        await mkdir(dirname(target), { recursive: true });
        await writeFile(target, content);
        if (executable !== undefined) await chmod(target, executable ? 0o755 : 0o644);
      }),
    removeFile: (path) => refusing(path, () => rm(resolve(root, path), { recursive: true, force: true })),
    async [Symbol.asyncDispose]() {
      for (const group of groups) killGroup(group);
      if (options.root === undefined) await rm(root, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

async function readRegularFile(path: string, maxBytes: number): Promise<Uint8Array | null> {
  const stats = await stat(path).catch(() => null);
  if (!stats?.isFile()) return null;
  if (stats.size > maxBytes) throw new InvalidInputError(`${path} holds ${stats.size} bytes; at most ${maxBytes} are read`);
  return readFile(path);
}

async function refusing(path: string, change: () => Promise<void>): Promise<void> {
  try {
    await change();
  } catch (cause) {
    throw new InvalidInputError(`${path} cannot be changed: ${cause instanceof Error ? cause.message : cause}`, [], { cause });
  }
}

function killGroup(group: number): void {
  try {
    process.kill(-group, "SIGKILL");
  } catch {
    // The group has ended by itself.
  }
}
