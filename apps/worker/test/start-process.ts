import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import path from "node:path";

/** A worker as a process of its own, which can be killed as a crash would. */
export type WorkerProcess = { kill(): Promise<void> } & AsyncDisposable;

export function startProcess(variables: Record<string, string>): WorkerProcess {
  const main = path.join(import.meta.dirname, "../src/main.ts");
  const NODE_COMPILE_CACHE = path.join(tmpdir(), "slipway-test-compile-cache");
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, NODE_COMPILE_CACHE, ...variables };
  const child: ChildProcess = spawn(process.execPath, [main], { env, stdio: "ignore" });
  const exited = once(child, "exit");
  const kill = async () => {
    child.kill("SIGKILL");
    await exited;
  };
  return { kill, [Symbol.asyncDispose]: kill };
}
