import { join } from "node:path";
import { parseArgs } from "node:util";
import { connectDocker } from "@slipway/sandbox";
import { listenForStop } from "../scripts/listen-for-stop.ts";
import { endRunningCommands } from "../scripts/run-command.ts";
import { reportFailure, runStep } from "../scripts/run-step.ts";
import { ensureSandboxImage } from "../scripts/sandbox-image.ts";
import { temporaryFolder } from "../scripts/temporary-folder.ts";
import { installTools } from "../scripts/test/install-tools.ts";
import { connectApi } from "./connect-api.ts";
import { launchProduct } from "./launch-product.ts";
import { makeRepository } from "./make-repository.ts";
import { measureColdEnvironment } from "./measure-cold-environment.ts";
import { measureCommands } from "./measure-commands.ts";
import { measureFollowUps } from "./measure-follow-ups.ts";
import { measureGateway } from "./measure-gateway.ts";
import { measureLiveEvents } from "./measure-live-events.ts";
import { measureLoad } from "./measure-load.ts";
import { measureSnapshotHit } from "./measure-snapshot-hit.ts";
import { measureTasks } from "./measure-tasks.ts";
import type { Product } from "./product.ts";
import type { Row } from "./report/row.ts";
import { tableOf } from "./report/table.ts";
import { writeResults } from "./report/write-results.ts";
import { startBenchModel } from "./start-bench-model.ts";

const root = join(import.meta.dirname, "..");
const FULL = {
  warmUps: 3,
  tasks: 20,
  followUps: 12,
  snapshotHits: 20,
  coldEnvironments: 3,
  commands: 60,
  requests: 300,
  loads: [load(1, 16), load(4, 16), load(16, 32)],
  liveSteps: 25,
};
const QUICK = {
  warmUps: 1,
  tasks: 5,
  followUps: 4,
  snapshotHits: 8,
  coldEnvironments: 1,
  commands: 30,
  requests: 100,
  loads: [load(1, 4), load(4, 8), load(16, 16)],
  liveSteps: 8,
};

using stop = listenForStop({ onSecond: () => process.exit(130) });
stop.signal.addEventListener("abort", () => endRunningCommands("SIGTERM"));

try {
  const { quick } = parseArgs({ options: { quick: { type: "boolean", default: false } } }).values;
  const rows = await measureAll(quick ? QUICK : FULL);
  const path = await writeResults({ folder: join(root, "bench/results"), quick, rows });
  console.log(`\n${tableOf(rows)}\n\nWritten to ${path}`);
  process.exitCode = rows.every((row) => row.target?.met !== false) ? 0 : 1;
} catch (error) {
  if (!stop.signal.aborted) reportFailure(error);
  process.exitCode = stop.signal.aborted ? 130 : 1;
}

/** `npm run bench`: the product as `npm start` runs it, on a repository and a model of its own, beside floors of the same minutes. */
async function measureAll(plan: typeof FULL): Promise<Row[]> {
  const { chromium } = await step("Programs", (progress) => installTools({ given: process.env, progress }));
  const image = await step("Sandbox image", (progress) => ensureSandboxImage({ root, dockerHost: process.env.DOCKER_HOST, progress }));
  const engine = connectDocker(process.env.DOCKER_HOST ? { dockerHost: process.env.DOCKER_HOST } : {});
  await using folder = await temporaryFolder("bench");
  await using model = await startBenchModel();
  await using running = await step("Product", () =>
    launchProduct({ root, dataFolder: join(folder.path, "data"), modelUrl: model.url, signal: stop.signal }),
  );
  const api = connectApi(running);
  const repositoryId = await api.addRepository(await makeRepository(join(folder.path, "repository")));
  const product: Product = { engine, image, model, api, repositoryId, loginLink: running.loginLink, signal: stop.signal };
  const commands = await step("Commands", () => measureCommands(product, { count: plan.commands }));
  const gateway = await step("Requests through the gateway", () => measureGateway(product, { count: plan.requests }));
  const hits = await step("Snapshot hits", () => measureSnapshotHit(product, { count: plan.snapshotHits }));
  const cold = await step("Cold environments", () => measureColdEnvironment(product, { rounds: plan.coldEnvironments }));
  const tasks = await step("Tasks, one after the other", () => measureTasks(product, { warmUps: plan.warmUps, count: plan.tasks }));
  const followUps = await step("Follow-ups", () => measureFollowUps(product, { warmUps: plan.warmUps, count: plan.followUps }));
  const live = await step("Live events", () => measureLiveEvents(product, { chromium, steps: plan.liveSteps }));
  const loads: Row[] = [];
  for (const each of plan.loads) loads.push(...(await step(`Tasks, ${each.atOnce} at once`, () => measureLoad(product, each))));
  return [...tasks, ...hits, ...cold, ...followUps, ...commands, ...gateway, ...live, ...loads];
}

function load(atOnce: number, count: number) {
  return { atOnce, count };
}

function step<Result>(name: string, work: Parameters<typeof runStep<Result>>[1]): Promise<Result> {
  stop.signal.throwIfAborted();
  return runStep(name, work);
}
