import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { freePort } from "../scripts/free-port.ts";

const START_MS = 600_000;

export type RunningProduct = AsyncDisposable & { origin: string; apiKey: string; loginLink: string };

export type ProductRequest = { root: string; dataFolder: string; modelUrl: string; settings?: Record<string, string>; signal: AbortSignal };

/** Runs the product by the script of `npm start`, with a data folder, a database and a key of its own, until disposed. */
export async function launchProduct(request: ProductRequest): Promise<RunningProduct> {
  const port = await freePort();
  const apiKey = `slw_${randomBytes(24).toString("base64url")}`;
  const settings = {
    PORT: String(port),
    SLIPWAY_DATA_DIR: request.dataFolder,
    SLIPWAY_API_KEY: apiKey,
    OPENAI_BASE_URL: request.modelUrl,
    OPENAI_API_KEY: "bench",
    LOG_LEVEL: "warn",
    ...request.settings,
  };
  const product = spawn(process.execPath, [join(request.root, "scripts/start.ts")], {
    cwd: request.root,
    env: { ...inheritedEnvironment(), ...settings },
    // In a group of its own: Ctrl-C reaches the bench alone, which then ends the product in order.
    detached: true,
  });
  const exited = new Promise<void>((resolve) => void product.once("exit", () => resolve()));
  const isRunning = () => product.exitCode === null && product.signalCode === null;
  let isAsked = false;
  const ask = () => {
    if (!isAsked && isRunning()) isAsked = product.kill("SIGTERM");
  };
  request.signal.addEventListener("abort", ask, { once: true });
  // However this process ends, the product does not outlive it; asked a second time, it ends at once.
  process.once("exit", () => isRunning() && product.kill("SIGTERM"));
  const end = async () => {
    ask();
    if (isRunning()) await exited;
  };
  try {
    const loginLink = await loginLinkOf(product);
    return { origin: `http://127.0.0.1:${port}`, apiKey, loginLink, [Symbol.asyncDispose]: end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Settings of whoever runs the bench must not reach the product, or its figures would be those of another database or network. */
function inheritedEnvironment(): NodeJS.ProcessEnv {
  const { DATABASE_URL, REDIS_URL, SLIPWAY_MODEL, SLIPWAY_MODEL_API, GITHUB_TOKEN, HOST, ...inherited } = process.env;
  return inherited;
}

function loginLinkOf(product: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let output = "";
  const timer = setTimeout(() => reject(new Error(`The product was not ready after ${START_MS / 1000} s:\n${output}`)), START_MS);
  const listen = (chunk: Buffer) => {
    output += chunk.toString();
    const link = /Open (http\S+)/.exec(output)?.[1];
    if (link) resolve(link);
  };
  product.stdout?.on("data", listen);
  product.stderr?.on("data", listen);
  product.once("error", reject);
  product.once("exit", (code) => reject(new Error(`The product ended with ${code}:\n${output}`)));
  return promise.finally(() => clearTimeout(timer));
}
