import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Row, rowOf } from "../report/row.ts";
import { bundleOurAgent } from "./bundle-our-agent.ts";
import { type Run, runCodex, runOursAnew, runOursRunning } from "./contenders.ts";
import { dialects, startContestServer } from "./contest-server.ts";
import { installCodex } from "./install-codex.ts";

const FIRST_REQUEST_BYTES = 12_000;

/** Our loop against `codex exec` on the same scripted two turns, neither in a container, one after the other. */
export async function measureCodex({ folder, count, signal }: { folder: string; count: number; signal: AbortSignal }): Promise<Row[]> {
  const codex = await installCodex({ folder, signal });
  const agent = await bundleOurAgent(folder);
  await using ours = await startContestServer(dialects.slipway);
  await using theirs = await startContestServer(dialects.codex);
  const runs = { running: [] as Run[], anew: [] as Run[], codex: [] as Run[] };
  // The first round loads files from disk and is not counted.
  for (let round = 0; round <= count; round += 1) {
    signal.throwIfAborted();
    const place = async (name: string) => {
      const path = join(folder, `${name}-${round}`);
      await mkdir(path);
      return path;
    };
    const running = await runOursRunning({ server: ours, agent, folder: await place("running"), signal });
    const anew = await runOursAnew({ server: ours, agent, folder: await place("anew"), signal });
    const other = "missing" in codex ? null : await runCodex({ server: theirs, folder: await place("codex"), signal }, codex.command);
    if (round === 0) continue;
    runs.running.push(running);
    runs.anew.push(anew);
    if (other !== null) runs.codex.push(other);
  }
  const rows = rowsOf(runs);
  return "missing" in codex
    ? rows.map((row) => ({ ...row, notes: [`codex could not be installed, so nothing is compared: ${codex.missing}`] }))
    : rows;
}

function rowsOf({ running, anew, codex }: { running: Run[]; anew: Run[]; codex: Run[] }): Row[] {
  const against = (values: (run: Run) => number) =>
    codex.length === 0 ? {} : { floor: { name: "codex exec", values: codex.map(values) } };
  const notSlower = codex.length === 0 ? {} : { target: { text: "codex", limit: (floor: number) => floor } };
  const megabytes = ({ peakBytes }: Run) => peakBytes / 2 ** 20;
  return [
    rowOf({
      name: "first request, worker running",
      unit: "ms",
      values: running.map((run) => run.firstRequestMs),
      ...against((run) => run.firstRequestMs),
      ...notSlower,
    }),
    rowOf({
      name: "two turns, worker running",
      unit: "ms",
      values: running.map((run) => run.totalMs),
      ...against((run) => run.totalMs),
      ...notSlower,
    }),
    rowOf({
      name: "first request, a process each",
      unit: "ms",
      values: anew.map((run) => run.firstRequestMs),
      ...against((run) => run.firstRequestMs),
      ...notSlower,
    }),
    rowOf({
      name: "two turns, a process each",
      unit: "ms",
      values: anew.map((run) => run.totalMs),
      ...against((run) => run.totalMs),
      ...notSlower,
    }),
    rowOf({ name: "peak memory, a process each, MB", unit: "", values: anew.map(megabytes), ...against(megabytes) }),
    rowOf({
      name: "bytes of the first request beside the prompt",
      unit: "",
      values: anew.map((run) => run.requestBytes),
      ...against((run) => run.requestBytes),
      target: { text: "12 kB", limit: () => FIRST_REQUEST_BYTES },
    }),
  ];
}
