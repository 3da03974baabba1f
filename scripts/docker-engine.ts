import { spawn } from "node:child_process";
import { access, mkdir, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { askEngine } from "./ask-engine.ts";
import { findProgram } from "./find-program.ts";
import { installPackages } from "./install-packages.ts";
import { lastLines } from "./last-lines.ts";
import { runCommand } from "./run-command.ts";
import type { Progress } from "./run-step.ts";
import { StepError } from "./step-error.ts";
import { waitUntil } from "./wait-until.ts";

const START_MS = 60_000;

export type EngineRequest = { dockerHost: string | undefined; logFolder: string; mayInstall: boolean; progress: Progress };

/** Makes sure that a Docker Engine answers. Says whether it was started here: it then goes on running after us. */
export async function ensureDockerEngine({ dockerHost, logFolder, mayInstall, progress }: EngineRequest): Promise<{ started: boolean }> {
  const at = dockerHost === undefined ? {} : { dockerHost };
  // What ssh:// and TLS need is known to the worker's client alone; it reports what it cannot reach on the health page.
  if (dockerHost?.startsWith("ssh:") || dockerHost?.startsWith("https:")) return { started: false };
  const answer = await askEngine({ ...at, path: "/_ping" });
  if (!("refused" in answer)) return { started: false };
  if (dockerHost) {
    throw new StepError(`No Docker Engine answers at ${dockerHost} (${answer.refused}).`, [
      "Start it there, or unset DOCKER_HOST, and run this again.",
    ]);
  }
  if (answer.refused.includes("EACCES")) {
    throw new StepError("This user may not use the Docker Engine.", [
      "Run:",
      `  sudo usermod -aG docker ${process.env.USER ?? "$USER"} && newgrp docker`,
      "Then run the same command again. Members of that group can become root on this machine.",
    ]);
  }
  if (!(await findProgram("dockerd"))) {
    progress("installing docker.io");
    const missing = "There is no Docker Engine on this machine.";
    await installPackages({
      missing,
      packages: ["docker.io", "debootstrap", "git", "ca-certificates"],
      optional: ["docker-cli"],
      allowed: mayInstall,
      progress,
    });
  }
  await startEngine({ logFolder, progress });
  return { started: true };
}

async function startEngine({ logFolder, progress }: { logFolder: string; progress: Progress }): Promise<void> {
  const remedy = ["Start it (sudo systemctl start docker, or sudo dockerd) and run the same command again."];
  if (process.getuid?.() !== 0) throw new StepError("The Docker Engine is installed but does not run.", remedy);
  progress("starting the Docker Engine");
  const log = join(logFolder, "dockerd.log");
  const isSystemd = await access("/run/systemd/system").then(
    () => true,
    () => false,
  );
  if (isSystemd) await runCommand({ command: "systemctl", args: ["enable", "--now", "docker"], remedy });
  else await startDaemon(log);
  const isUp = await waitUntil(async () => !("refused" in (await askEngine({ path: "/_ping" }))), { timeoutMs: START_MS, everyMs: 200 });
  if (!isUp)
    throw new StepError(`The Docker Engine did not start. The end of ${log}:\n${await lastLines(log)}`, ["Mend what it names.", ...remedy]);
}

/** Without an init system the daemon gets a session of its own: containers of other programs may live in it when we end. */
async function startDaemon(logPath: string): Promise<void> {
  const dockerd = await findProgram("dockerd");
  if (!dockerd)
    throw new StepError("dockerd was not found after its installation.", [
      "Install a Docker Engine by hand and run the same command again.",
    ]);
  await mkdir(dirname(logPath), { recursive: true });
  await using log = await open(logPath, "a");
  const path = `${process.env.PATH ?? ""}:/usr/local/sbin:/usr/sbin:/sbin`;
  const daemon = spawn(dockerd, [], { detached: true, stdio: ["ignore", log.fd, log.fd], cwd: "/", env: { ...process.env, PATH: path } });
  daemon.on("error", () => undefined);
  daemon.unref();
}
