import { join } from "node:path";
import { parseArgs } from "node:util";
import { connectDocker } from "@slipway/sandbox";
import { listenForStop } from "../scripts/listen-for-stop.ts";
import { reportFailure, runStep } from "../scripts/run-step.ts";
import { ensureSandboxImage } from "../scripts/sandbox-image.ts";
import { temporaryFolder } from "../scripts/temporary-folder.ts";
import { connectApi } from "./connect-api.ts";
import { launchProduct } from "./launch-product.ts";
import { makeRepository } from "./make-repository.ts";
import { measureWaiting } from "./measure-waiting.ts";
import type { Row } from "./report/row.ts";
import { tableOf } from "./report/table.ts";
import { writeResults } from "./report/write-results.ts";
import { startBenchModel } from "./start-bench-model.ts";

const root = join(import.meta.dirname, "..");
using stop = listenForStop({ onSecond: () => process.exit(130) });

/** `npm run bench -- waiting`: a hundred attempts wait for a slow model at once, each in a container of its own. */
try {
  const { quick } = parseArgs({ options: { quick: { type: "boolean", default: false } }, allowPositionals: true }).values;
  const rows = await measure(quick ? 20 : 100);
  const path = await writeResults({ folder: join(root, "bench/results"), name: "waiting", quick, rows });
  console.log(`\n${tableOf(rows)}\n\nWritten to ${path}`);
  process.exitCode = rows.every((row) => row.target?.met !== false) ? 0 : 1;
} catch (error) {
  if (!stop.signal.aborted) reportFailure(error);
  process.exitCode = stop.signal.aborted ? 130 : 1;
}

async function measure(count: number): Promise<Row[]> {
  const image = await runStep("Sandbox image", (progress) => ensureSandboxImage({ root, dockerHost: process.env.DOCKER_HOST, progress }));
  const engine = connectDocker(process.env.DOCKER_HOST ? { dockerHost: process.env.DOCKER_HOST } : {});
  await using folder = await temporaryFolder("bench-waiting");
  await using model = await startBenchModel();
  await using running = await runStep("Product", () =>
    launchProduct({
      root,
      dataFolder: join(folder.path, "data"),
      modelUrl: model.url,
      settings: { SLIPWAY_CONCURRENCY: String(count) },
      signal: stop.signal,
    }),
  );
  const api = connectApi(running);
  const repositoryId = await api.addRepository(await makeRepository(join(folder.path, "repository")));
  const product = { engine, image, model, api, repositoryId, loginLink: running.loginLink, signal: stop.signal };
  // Awaited here: the product goes with this scope.
  return await runStep(`${count} attempts that wait`, () => measureWaiting(product, { count }));
}
