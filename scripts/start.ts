import { join } from "node:path";
import { buildDashboard } from "./build-dashboard.ts";
import { type DataFolder, openDataFolder } from "./data-folder.ts";
import { ensureDockerEngine } from "./docker-engine.ts";
import { isPortFree } from "./free-port.ts";
import { generateClient } from "./generate-client.ts";
import type { KeptProgram } from "./keep-running.ts";
import { listenForStop } from "./listen-for-stop.ts";
import { createOwnerLink, requireAccounts } from "./login-link.ts";
import { openProductDatabase } from "./postgres/open-product-database.ts";
import { startPostgres } from "./postgres/start-postgres.ts";
import { endRunningCommands } from "./run-command.ts";
import { reportFailure, runStep } from "./run-step.ts";
import { ensureSampleRepository } from "./sample-repository.ts";
import { ensureSandboxImage } from "./sandbox-image.ts";
import { ensureSecretKey } from "./secret-key.ts";
import { readSettings, type Settings } from "./settings.ts";
import { startProduct } from "./start-product.ts";
import { StepError } from "./step-error.ts";

const root = join(import.meta.dirname, "..");
const startedAt = performance.now();
/** Everything that runs, in the order in which it was started. */
const running: KeptProgram[] = [];

using stop = listenForStop({
  onSecond: () => {
    console.error("Ended at once.");
    endRunningCommands("SIGKILL");
    for (const program of running) program.kill();
    process.exit(130);
  },
});
stop.signal.addEventListener("abort", () => endRunningCommands("SIGTERM"));

try {
  await start();
} catch (error) {
  if (!stop.signal.aborted) {
    reportFailure(error);
    process.exitCode = 1;
  }
}
// Everything is closed by now; idle timers of closed connections must not hold the terminal up.
process.exit(stop.signal.aborted ? 130 : process.exitCode);

/** `npm start`, step by step: from a clone to a dashboard that can be opened, until it is told to stop. */
async function start(): Promise<void> {
  const settings = await step("Settings", async () => loadSettings());
  const host = settings.HOST.includes(":") ? `[${settings.HOST}]` : settings.HOST.replace("0.0.0.0", "127.0.0.1");
  const url = `http://${host}:${settings.PORT}`;
  await using folder = await step("Data folder", () => openOwnFolder(settings, url));
  const secretKeyPath = await ensureSecretKey({ dataFolder: folder.path });
  await using stack = new AsyncDisposableStack();
  const databaseUrl = await step("Database", () => openDatabaseServer(settings, stack));
  await step("Migrations", () => bringDatabaseUpToDate(settings, databaseUrl));
  const dockerHost = settings.DOCKER_HOST;
  const mayInstall = settings.SLIPWAY_NO_INSTALL !== "1";
  const engine = await step("Docker Engine", (progress) =>
    ensureDockerEngine({ dockerHost, logFolder: join(folder.path, "logs"), mayInstall, progress }),
  );
  const sandboxImage = await step("Sandbox image", (progress) => ensureSandboxImage({ root, dockerHost, progress }));
  const samplePath = await step("Sample repository", () => ensureSampleRepository({ root, dataFolder: folder.path }));
  const server = await step("Dashboard build", (progress) => buildDashboard({ root, progress }));
  const children = new Map<string, number>();
  const noteChild = (name: string, pid: number) => void folder.noteChildren([...children.set(name, pid).values()]);
  await step("Dashboard and worker", async () => {
    const product = startProduct({ root, settings, server, url, databaseUrl, sandboxImage, samplePath, secretKeyPath, noteChild });
    // Disposed in the opposite order: the worker drains while the dashboard still answers.
    for (const program of [product.web, product.worker]) {
      running.push(program);
      stack.use(program);
    }
    await product.ready();
  });
  const link = await createOwnerLink({ databaseUrl, url });
  console.log(
    `Ready in ${((performance.now() - startedAt) / 1000).toFixed(1)} s. Ctrl-C ends it.\n\n  Open ${link}\n\nThe link signs in once.`,
  );
  if (engine.started) console.log("The Docker Engine that was started here goes on running after Slipway ends.");
  await untilStopped();
  console.log("Stopping: the worker gives back what it holds, then the dashboard and the database end.");
}

function step<Result>(name: string, work: Parameters<typeof runStep<Result>>[1]): Promise<Result> {
  stop.signal.throwIfAborted();
  return runStep(name, work);
}

function loadSettings(): Settings {
  try {
    process.loadEnvFile(join(root, ".env"));
  } catch {
    // There is none, which is the ordinary case.
  }
  return readSettings(process.env);
}

async function openOwnFolder(settings: Settings, url: string): Promise<DataFolder> {
  const folder = await openDataFolder({ path: settings.SLIPWAY_DATA_DIR, url });
  if (await isPortFree({ port: settings.PORT, host: settings.HOST })) return folder;
  await folder[Symbol.asyncDispose]();
  throw new StepError(`Port ${settings.PORT} on ${settings.HOST} is taken by another program.`, [
    "End that program, or choose another port: PORT=3100 npm start",
  ]);
}

async function openDatabaseServer(settings: Settings, stack: AsyncDisposableStack): Promise<string> {
  if (settings.DATABASE_URL) return settings.DATABASE_URL;
  const files = join(settings.SLIPWAY_DATA_DIR, "postgres");
  const { url, server } = await startPostgres({ root: files });
  running.push(server);
  stack.use(server);
  return openProductDatabase({ adminUrl: url, passwordPath: `${files}-role-password` });
}

async function bringDatabaseUpToDate(settings: Settings, databaseUrl: string): Promise<void> {
  await generateClient({ root });
  const { migrate } = await import("../prisma/migrate.ts");
  await migrate({ url: databaseUrl }).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StepError(
      `The database could not be brought up to date: ${reason}`,
      ["Check DATABASE_URL and that its user may create tables."],
      { cause },
    );
  });
  await requireAccounts({ databaseUrl, host: settings.HOST });
}

async function untilStopped(): Promise<void> {
  if (stop.signal.aborted) return;
  await new Promise<void>((resolve) => stop.signal.addEventListener("abort", () => resolve(), { once: true }));
}
