import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type ContestServer, PROMPTS } from "./contest-server.ts";
import { watchMemory } from "./watch-memory.ts";

/** Milliseconds and bytes of one run of the two turns. */
export type Run = { firstRequestMs: number; totalMs: number; peakBytes: number; requestBytes: number };

type Place = { server: ContestServer; folder: string; signal: AbortSignal };
/** `agent` is the file that our process runs. */
type OurPlace = Place & { agent: string };

/** Each turn in a process of its own that starts for it, as `codex exec` does. */
export async function runOursAnew(place: OurPlace): Promise<Run> {
  return measured(place, async (watch) => {
    const history: History = [];
    for (const prompt of PROMPTS) {
      const child = startOurs(place);
      const peak = watch(child);
      history.push({ text: prompt, ...(await turn(child, { prompt, history })) });
      child.stdin?.end();
      await once(child, "exit");
      peak();
    }
  });
}

/** Both turns in one process that runs already, as the worker does. */
export async function runOursRunning(place: OurPlace): Promise<Run> {
  const child = startOurs(place);
  // The first turn of a process loads what later ones find loaded.
  await turn(child, { prompt: "Warm up.", history: [] });
  try {
    return await measured(place, async (watch) => {
      const peak = watch(child);
      const history: History = [];
      for (const prompt of PROMPTS) history.push({ text: prompt, ...(await turn(child, { prompt, history })) });
      peak();
    });
  } finally {
    child.stdin?.end();
    await once(child, "exit");
  }
}

export async function runCodex(place: Place, command: string): Promise<Run> {
  const home = await makeCodexHome(place);
  const env = { ...bareEnvironment(home), CODEX_HOME: home, BENCH_KEY: "bench" };
  const asked = [
    ["exec", "--skip-git-repo-check", PROMPTS[0]],
    ["exec", "--skip-git-repo-check", "resume", "--last", PROMPTS[1]],
  ];
  return measured(place, async (watch) => {
    for (const args of asked) {
      const child = spawn(command, args, { cwd: place.folder, env, stdio: "ignore", signal: place.signal });
      const peak = watch(child);
      const [code] = await once(child, "exit");
      peak();
      if (code !== 0) throw new Error(`codex ended with ${code}`);
    }
  });
}

/** A home without a person's profile, which a login shell would run for either's every command. */
function bareEnvironment(home: string): Record<string, string> {
  return { PATH: process.env.PATH ?? "", HOME: home };
}

/** No telemetry, no updates, no approvals, no sandbox, no files of the person who runs the bench. */
async function makeCodexHome({ server, folder }: Place): Promise<string> {
  const home = join(folder, ".codex-home");
  await mkdir(home, { recursive: true });
  const lines = [
    'model = "scripted"',
    'model_provider = "bench"',
    'approval_policy = "never"',
    'sandbox_mode = "danger-full-access"',
    "check_for_update_on_startup = false",
    "[analytics]",
    "enabled = false",
    "[otel]",
    'exporter = "none"',
    "[model_providers.bench]",
    'name = "bench"',
    `base_url = "${server.url}"`,
    'wire_api = "responses"',
    'env_key = "BENCH_KEY"',
  ];
  await writeFile(join(home, "config.toml"), `${lines.join("\n")}\n`);
  return home;
}

type History = { text: string; title: string; body: string }[];

function startOurs({ server, folder, signal, agent }: OurPlace): ChildProcess {
  // As `npm start` starts the worker: what Node compiled once it need not compile again. The round that is not counted fills it.
  const env = { ...bareEnvironment(folder), NODE_COMPILE_CACHE: join(folder, "../compile-cache") };
  return spawn(process.execPath, [agent, server.url, folder], { stdio: ["pipe", "pipe", "inherit"], env, signal });
}

async function turn(child: ChildProcess, asked: { prompt: string; history: History }): Promise<{ title: string; body: string }> {
  if (child.stdin === null || child.stdout === null) throw new Error("The agent's process has no pipes");
  const lines = createInterface({ input: child.stdout });
  child.stdin.write(`${JSON.stringify(asked)}\n`);
  const [line] = (await Promise.race([once(lines, "line"), endedEarly(child)])) as [string];
  lines.close();
  const said = JSON.parse(line) as { title: string; body: string } | { failed: string };
  if ("failed" in said) throw new Error(`The agent ended with ${said.failed}`);
  return said;
}

async function endedEarly(child: ChildProcess): Promise<never> {
  const [code] = await once(child, "exit");
  throw new Error(`The agent's process ended with ${code} before it answered`);
}

async function measured({ server }: Place, work: (watch: (child: ChildProcess) => () => void) => Promise<void>): Promise<Run> {
  server.restart();
  let peakBytes = 0;
  const startedAt = performance.now();
  await work((child) => {
    const memory = watchMemory(child.pid ?? 0);
    return () => {
      peakBytes = Math.max(peakBytes, memory.stop());
    };
  });
  const totalMs = performance.now() - startedAt;
  const times = server.requestTimes();
  if (times.length !== 4) throw new Error(`Two turns make 4 requests; ${times.length} came`);
  return { firstRequestMs: (times[0] ?? 0) - startedAt, totalMs, peakBytes, requestBytes: server.firstRequestBytes() };
}
