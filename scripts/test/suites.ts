import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { endOfCommand } from "../run-command.ts";
import type { Progress } from "../run-step.ts";
import { readPlaywrightReport } from "./read-playwright-report.ts";
import { readVitestReport } from "./read-vitest-report.ts";
import { EMPTY_TALLY, type Tally } from "./tally.ts";

/** What uses real services fails on a machine that stalls; one that fails and then passes is told by its name and what it said. */
const RETRIES = 1;

export type SuiteRequest = { root: string; folder: string; env: Record<string, string>; progress: Progress };

/** Formatting and lint rules over the whole repository; counted as one test. */
export async function runLint({ root, progress }: SuiteRequest): Promise<Tally> {
  const args = [join(root, "node_modules/@biomejs/biome/bin/biome"), "check", "--max-diagnostics=50", "."];
  return countAsOne("lint", await endOfCommand({ command: process.execPath, args, cwd: root, onLine: progress }));
}

/** The compiler over each workspace and over what stands at the root; each counted as one test. */
export async function runTypecheck({ root, progress }: SuiteRequest): Promise<Tally> {
  const tally: Tally = structuredClone(EMPTY_TALLY);
  const run = async (name: string, args: string[]) => {
    progress(name);
    const one = countAsOne(name, await endOfCommand({ command: process.execPath, args, cwd: join(root, name) }));
    tally.passed += one.passed;
    tally.failures.push(...one.failures.map((failure) => ({ ...failure, suite: "typecheck" })));
  };
  for (const name of [".", ...(await workspaces(root))]) {
    // The pages' types are made by Next itself.
    if (name === "apps/web")
      await endOfCommand({
        command: process.execPath,
        args: [join(root, "node_modules/next/dist/bin/next"), "typegen"],
        cwd: join(root, name),
      });
    await run(name, [join(root, "node_modules/typescript/bin/tsc"), "-p", "."]);
  }
  return tally;
}

export async function runVitest({
  root,
  folder,
  env,
  progress,
  project,
}: SuiteRequest & { project: "unit" | "integration" }): Promise<Tally> {
  const report = join(folder, `${project}.json`);
  const retry = project === "integration" ? [`--retry=${RETRIES}`] : [];
  const args = ["run", "--project", project, ...retry, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const command = {
    command: process.execPath,
    args: [join(root, "node_modules/vitest/vitest.mjs"), ...args],
    cwd: root,
    env,
    onLine: progress,
  };
  const ending = await endOfCommand(command);
  const text = await takeReport(report);
  return unlessSilent(project, ending, text === null ? null : readVitestReport({ suite: project, text, root }));
}

export async function runPlaywright({ root, folder, env, progress }: SuiteRequest): Promise<Tally> {
  const report = join(folder, "browser.json");
  const args = [join(root, "node_modules/@playwright/test/cli.js"), "test", `--retries=${RETRIES}`, "--reporter=line,json"];
  const ending = await endOfCommand({
    command: process.execPath,
    args,
    cwd: root,
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    onLine: progress,
  });
  const text = await takeReport(report);
  return unlessSilent("browser", ending, text === null ? null : readPlaywrightReport({ suite: "browser", text }));
}

type Ending = { exitCode: number; tail: string };

function countAsOne(suite: string, { exitCode, tail }: Ending): Tally {
  return exitCode === 0 ? { ...EMPTY_TALLY, passed: 1 } : { ...EMPTY_TALLY, failures: [{ suite, name: suite, message: tail }] };
}

/** A runner that says it failed while its report counts no failure is believed, not the report. */
function unlessSilent(suite: string, ending: Ending, tally: Tally | null): Tally {
  const counted = tally ?? EMPTY_TALLY;
  if (tally !== null && (ending.exitCode === 0 || counted.failures.length > 0)) return counted;
  return { ...counted, failures: [...counted.failures, { suite, name: `${suite} ended with ${ending.exitCode}`, message: ending.tail }] };
}

async function takeReport(path: string): Promise<string | null> {
  const text = await readFile(path, "utf8").catch(() => null);
  await rm(path, { force: true });
  return text;
}

async function workspaces(root: string): Promise<string[]> {
  const folders = await Promise.all(
    ["packages", "apps"].map(async (parent) => (await readdir(join(root, parent))).map((name) => join(parent, name))),
  );
  const checked = await Promise.all(
    folders.flat().map(async (path) => ((await stat(join(root, path, "tsconfig.json")).catch(() => null)) ? [path] : [])),
  );
  return checked.flat().sort();
}
