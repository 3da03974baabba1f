import { readFile } from "node:fs/promises";
import { findProgram } from "./find-program.ts";
import { endOfCommand, runCommand } from "./run-command.ts";
import type { Progress } from "./run-step.ts";
import { StepError } from "./step-error.ts";

export type PackagesRequest = {
  /** What is missing, as a sentence. */
  missing: string;
  packages: readonly string[];
  /** Installed as well where the distribution has them. */
  optional?: readonly string[];
  allowed: boolean;
  progress: Progress;
};

/** Installs distribution packages when that is allowed and possible here; otherwise a StepError with the exact commands. */
export async function installPackages({ missing, packages, optional = [], allowed, progress }: PackagesRequest): Promise<void> {
  const remedy = await commandsFor(packages);
  const apt = await findProgram("apt-get");
  const canInstall = allowed && apt !== null && process.getuid?.() === 0 && (await isDebianFamily());
  if (!canInstall) throw new StepError(missing, remedy);
  const env = { DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C.UTF-8" };
  const wait = ["-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3"];
  await runCommand({ command: apt, args: [...wait, "update"], env, onLine: progress, remedy });
  const available = await filterAvailable(optional);
  const names = [...packages, ...available];
  await runCommand({ command: apt, args: [...wait, "install", "-y", "--no-install-recommends", ...names], env, onLine: progress, remedy });
}

async function commandsFor(packages: readonly string[]): Promise<string[]> {
  const again = "Then run the same command again: it goes on from here.";
  if (!(await isDebianFamily())) return [`Install with the package manager of this system: ${packages.join(" ")}`, again];
  const sudo = process.getuid?.() === 0 ? "" : "sudo ";
  return ["Run:", `  ${sudo}apt-get update && ${sudo}apt-get install -y ${packages.join(" ")}`, again];
}

async function isDebianFamily(): Promise<boolean> {
  const release = await readFile("/etc/os-release", "utf8").catch(() => "");
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release);
}

async function filterAvailable(names: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    names.map(async (name) => {
      const { tail } = await endOfCommand({ command: "apt-cache", args: ["policy", name] });
      return /Candidate: (?!\(none\))/.test(tail) ? [name] : [];
    }),
  );
  return found.flat();
}
