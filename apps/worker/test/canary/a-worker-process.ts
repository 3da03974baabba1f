import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

/** A worker as `npm start` runs one, with what it wrote to its log. */
export function aWorkerProcess(variables: Record<string, string>) {
  const main = path.join(import.meta.dirname, "../../src/main.ts");
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...variables };
  const child = spawn(process.execPath, [main], { env, stdio: ["ignore", "pipe", "pipe"] });
  const written: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => written.push(chunk));
  const closed = once(child, "close");
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await closed;
  };
  return {
    log: () => Buffer.concat(written),
    kill: () => end("SIGKILL"),
    [Symbol.asyncDispose]: () => end("SIGTERM"),
  };
}
