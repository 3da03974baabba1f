import { chmod, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { StepError } from "./step-error.ts";
import { waitUntil } from "./wait-until.ts";

const Holder = z.object({ pid: z.int(), url: z.string(), children: z.array(z.int()) });
type Holder = z.infer<typeof Holder>;

export type DataFolder = AsyncDisposable & {
  path: string;
  /** Notes the processes to end on the next start, should this one be killed before it can end them itself. */
  noteChildren(pids: number[]): Promise<void>;
};

/**
 * Opens the data folder for this process alone, and ends what an earlier start left running when it was killed. Others may
 * pass through the folder, as the database's user must, but not list it.
 */
export async function openDataFolder({ path, url }: { path: string; url: string }): Promise<DataFolder> {
  const lockPath = join(path, "running.json");
  await mkdir(join(path, "logs"), { recursive: true });
  await chmod(path, 0o711);
  const holder: Holder = { pid: process.pid, url, children: [] };
  await takeLock(lockPath, holder);
  let written: Promise<void> = Promise.resolve();
  return {
    path,
    noteChildren(children) {
      // One after the other, and whole or not at all: two programs may begin at once, and a kill may come at any moment.
      written = written.then(async () => {
        await writeFile(`${lockPath}.new`, JSON.stringify({ ...holder, children }), { mode: 0o600 });
        await rename(`${lockPath}.new`, lockPath);
      });
      return written;
    },
    async [Symbol.asyncDispose]() {
      await written.catch(() => undefined);
      await rm(lockPath, { force: true });
    },
  };
}

async function takeLock(lockPath: string, holder: Holder): Promise<void> {
  const text = JSON.stringify(holder);
  for (let tries = 0; tries < 3; tries++) {
    const error = await writeFile(lockPath, text, { flag: "wx", mode: 0o600 }).catch((cause: NodeJS.ErrnoException) => cause);
    if (!error) return;
    if (error.code !== "EEXIST")
      throw new StepError(`${lockPath} cannot be written: ${error.message}`, ["Give this user the right to write there."]);
    const other = readHolder(await readFile(lockPath, "utf8").catch(() => ""));
    if (other && (await isOurs(other.pid, "start.ts"))) {
      throw new StepError(`Slipway already runs with this data folder (process ${other.pid}) at ${other.url}`, [
        "Use that one, end it with Ctrl-C, or give this one a folder and a port of its own: SLIPWAY_DATA_DIR=… PORT=… npm start",
      ]);
    }
    await Promise.all((other?.children ?? []).map(endLeftOver));
    await rm(lockPath, { force: true });
  }
  throw new StepError(`${lockPath} is taken again and again.`, ["Another npm start begins at the same time; wait for it and try again."]);
}

function readHolder(text: string): Holder | null {
  try {
    return Holder.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

async function endLeftOver(pid: number): Promise<void> {
  const isGone = async () => !(await isOurs(pid, ""));
  if (await isGone()) return;
  process.kill(pid, "SIGTERM");
  if (!(await waitUntil(isGone, { timeoutMs: 15_000 }))) process.kill(pid, "SIGKILL");
}

/** A number alone proves nothing: it may belong to another program by now. */
async function isOurs(pid: number, script: string): Promise<boolean> {
  if (process.platform !== "linux") return isAlive(pid);
  const commandLine = (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).split("\0");
  const isNode = (commandLine[0] ?? "").split("/").at(-1) === "node" || (commandLine[0] ?? "").startsWith("next-server");
  return isNode && commandLine.some((argument) => argument.endsWith(script));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
