import { join } from "node:path";
import { buildDashboard } from "./build-dashboard.ts";
import { listenForStop } from "./listen-for-stop.ts";
import { endRunningCommands } from "./run-command.ts";
import { reportFailure, runStep } from "./run-step.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { installTools } from "./test/install-tools.ts";
import { startServices } from "./test/start-services.ts";
import { runLint, runPlaywright, runTypecheck, runVitest, type SuiteRequest } from "./test/suites.ts";
import { addTallies, EMPTY_TALLY, type Failure, summaryLine, type Tally } from "./test/tally.ts";

const root = join(import.meta.dirname, "..");

using stop = listenForStop({ onSecond: () => endRunningCommands("SIGKILL") });
stop.signal.addEventListener("abort", () => endRunningCommands("SIGTERM"));

const tally = await runAll().catch((error: unknown): Tally => {
  reportFailure(error);
  return {
    ...EMPTY_TALLY,
    failures: [{ suite: "set-up", name: "set-up", message: error instanceof Error ? error.message : String(error) }],
  };
});
for (const unsteady of tally.unsteady) tell("⚠ passed when tried again:", unsteady);
for (const failure of tally.failures) tell("✗", failure);
console.log(`\n${summaryLine(tally)}`);
process.exitCode = tally.failures.length === 0 ? 0 : 1;

/** `npm test`: what the tests need is brought up, every suite runs whatever the others say, and all of it ends again. */
async function runAll(): Promise<Tally> {
  const { chromium } = await step("Programs", (progress) => installTools({ given: process.env, progress }));
  await using folder = await temporaryFolder("test");
  await using services = await startServices({ root, given: process.env, step });
  const env = { ...services.variables, CHROMIUM_PATH: chromium };
  const suite = (name: string, run: (request: SuiteRequest) => Promise<Tally>) =>
    step(name, async (progress) => run({ root, folder: folder.path, env, progress }));
  const early = [await suite("Lint", runLint), await suite("Unit tests", (request) => runVitest({ ...request, project: "unit" }))];
  const build = await step("Dashboard build", (progress) => buildDashboard({ root, progress })).then(() => EMPTY_TALLY, failedBuild);
  const types = await suite("Types", runTypecheck);
  const integration = await suite("Integration tests", (request) => runVitest({ ...request, project: "integration" }));
  const browser = build.failures.length > 0 ? EMPTY_TALLY : await suite("Browser tests", runPlaywright);
  return addTallies([...early, build, types, integration, browser]);
}

function step<Result>(name: string, work: Parameters<typeof runStep<Result>>[1]): Promise<Result> {
  stop.signal.throwIfAborted();
  return runStep(name, work);
}

function tell(sign: string, { suite, name, message }: Failure): void {
  console.error(`\n${sign} [${suite}] ${name}\n${message.replace(/^/gm, "    ")}`);
}

function failedBuild(error: unknown): Tally {
  return {
    ...EMPTY_TALLY,
    failures: [{ suite: "build", name: "dashboard", message: error instanceof Error ? error.message : String(error) }],
  };
}
