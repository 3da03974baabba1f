import { findProgram } from "../find-program.ts";
import { installPackages } from "../install-packages.ts";
import type { Progress } from "../run-step.ts";

const BROWSERS = ["chromium", "chromium-browser", "google-chrome"];
const TOOLS = [
  { package: "chromium", programs: BROWSERS },
  { package: "redis-server", programs: ["redis-server"] },
  { package: "docker.io", programs: ["dockerd", "docker"] },
  { package: "debootstrap", programs: ["debootstrap"] },
  { package: "git", programs: ["git"] },
];

/** Installs the programs that the tests need and this machine lacks, and returns the path of a Chromium. */
export async function installTools({ given, progress }: { given: NodeJS.ProcessEnv; progress: Progress }): Promise<{ chromium: string }> {
  const lacking = await Promise.all(TOOLS.map(async (tool) => ((await hasAny(tool.programs)) ? [] : [tool.package])));
  const unwanted = given.CHROMIUM_PATH ? ["chromium"] : [];
  const packages = lacking.flat().filter((name) => !unwanted.includes(name));
  if (packages.length > 0) {
    const missing = `The tests need programs that are not installed: ${packages.join(", ")}.`;
    const optional = packages.includes("docker.io") ? ["docker-cli"] : [];
    await installPackages({ missing, packages, optional, allowed: given.SLIPWAY_NO_INSTALL !== "1", progress });
  }
  return { chromium: given.CHROMIUM_PATH ?? (await firstFound(BROWSERS)) ?? "chromium" };
}

async function hasAny(programs: readonly string[]): Promise<boolean> {
  return (await firstFound(programs)) !== null;
}

async function firstFound(programs: readonly string[]): Promise<string | null> {
  const found = await Promise.all(programs.map(findProgram));
  return found.find((path) => path !== null) ?? null;
}
