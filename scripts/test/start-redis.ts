import { connect } from "node:net";
import { join } from "node:path";
import { findProgram } from "../find-program.ts";
import { freePort } from "../free-port.ts";
import { type KeptProgram, keepRunning } from "../keep-running.ts";
import { StepError } from "../step-error.ts";

const START_MS = 20_000;

/** Starts a Redis that keeps nothing on disk, on a free loopback port. */
export async function startRedis({ folder }: { folder: string }): Promise<{ url: string; server: KeptProgram }> {
  const command = await findProgram("redis-server");
  if (!command) throw new StepError("redis-server is not installed.", ["Run: apt-get install -y redis-server"]);
  const port = await freePort();
  const server = keepRunning({
    name: "Redis",
    command,
    args: ["--bind", "127.0.0.1", "--port", String(port), "--save", "", "--appendonly", "no", "--dir", folder],
    env: { PATH: "/usr/bin:/bin" },
    logPath: join(folder, "logs/redis.log"),
    stopSignal: "SIGTERM",
    killSignal: "SIGKILL",
    graceMs: 10_000,
  });
  await server.waitUntilReady({ isReady: () => accepts(port), timeoutMs: START_MS });
  return { url: `redis://127.0.0.1:${port}`, server };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
