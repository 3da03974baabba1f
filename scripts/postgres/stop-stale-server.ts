import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { waitUntil } from "../wait-until.ts";

/**
 * Clears the way after a crash: ends a server that still runs on this cluster, and takes away a pid file whose number now
 * belongs to another program, which Postgres would take for a running server.
 */
export async function stopStaleServer(cluster: string): Promise<void> {
  const pidFile = join(cluster, "postmaster.pid");
  const pid = Number((await readFile(pidFile, "utf8").catch(() => "")).split("\n")[0]);
  if (!pid) return;
  if (await isServerOf(cluster, pid)) {
    process.kill(pid, "SIGINT");
    if (!(await waitUntil(async () => !(await isServerOf(cluster, pid)), { timeoutMs: 15_000 }))) process.kill(pid, "SIGQUIT");
    await waitUntil(async () => !(await isServerOf(cluster, pid)), { timeoutMs: 5_000 });
  }
  await rm(pidFile, { force: true });
}

async function isServerOf(cluster: string, pid: number): Promise<boolean> {
  const commandLine = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return commandLine.split("\0").includes(cluster);
}
