import { readdir, readFile } from "node:fs/promises";
import { connectDocker } from "@slipway/sandbox";

const LOOK_MS = 100;

/** What could be seen from outside while the product ran: command lines of every process, and each of its containers as Docker shows it. */
export type Seen = { commandLines: Set<string>; containers: Map<string, string> };

/** Looks again and again until it is disposed. */
export function watchMachine(instance: string): { seen: Seen } & AsyncDisposable {
  const seen: Seen = { commandLines: new Set(), containers: new Map() };
  const stop = new AbortController();
  const watching = Promise.all([
    repeatUntil(stop.signal, () => lookAtProcesses(seen)),
    repeatUntil(stop.signal, () => lookAtContainers(seen, instance)),
  ]);
  return {
    seen,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await watching;
    },
  };
}

async function repeatUntil(signal: AbortSignal, look: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await look();
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

async function lookAtProcesses({ commandLines }: Seen): Promise<void> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "")));
  for (const line of lines) if (line !== "") commandLines.add(line);
}

async function lookAtContainers({ containers }: Seen, instance: string): Promise<void> {
  const { docker } = connectDocker();
  const listed = await docker.listContainers({ all: true, filters: { label: [`slipway.instance=${instance}`] } });
  for (const { Id } of listed.filter(({ Id }) => !containers.has(Id))) {
    const container = docker.getContainer(Id);
    // It may be gone again by now.
    const shown = await container.inspect().catch(() => null);
    const log = await container.logs({ stdout: true, stderr: true }).catch(String);
    if (shown !== null) containers.set(Id, `${JSON.stringify(shown)}${log}`);
  }
}
