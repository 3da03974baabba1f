import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { request } from "@playwright/test";
import { freePort } from "../scripts/free-port.ts";
import { temporaryFolder } from "../scripts/temporary-folder.ts";

const START_MS = 300_000;
const root = join(import.meta.dirname, "..");

/** Runs the product by the script of `npm start`, with a data folder of its own and the demo model, and signs in by its link. */
export default async function startProduct(): Promise<() => Promise<void>> {
  const folder = await temporaryFolder("e2e");
  const port = await freePort();
  const product = spawn(process.execPath, [join(root, "scripts/start.ts")], { cwd: root, env: environment(folder.path, port) });
  const end = async () => {
    const exited = new Promise<void>((resolve) => void product.once("exit", () => resolve()));
    if (product.exitCode === null && product.kill("SIGTERM")) await exited;
    await folder[Symbol.asyncDispose]();
  };
  try {
    const link = await loginLinkOf(product);
    const session = join(folder.path, "session.json");
    await signIn({ link, session });
    process.env.E2E_URL = `http://127.0.0.1:${port}`;
    process.env.E2E_SESSION = session;
    process.env.E2E_DATA = folder.path;
    return end;
  } catch (error) {
    await end();
    throw error;
  }
}

/** Settings of whoever runs the tests must not reach them: a real key would be used. */
function environment(dataFolder: string, port: number): NodeJS.ProcessEnv {
  const { DATABASE_URL, REDIS_URL, OPENAI_API_KEY, OPENAI_BASE_URL, SLIPWAY_MODEL, GITHUB_TOKEN, HOST, ...inherited } = process.env;
  return { ...inherited, PORT: String(port), SLIPWAY_DATA_DIR: dataFolder, SLIPWAY_DEMO_PACE: "0" };
}

function loginLinkOf(product: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    const timer = setTimeout(() => reject(new Error(`npm start took longer than ${START_MS / 1000} s:\n${output}`)), START_MS);
    const listen = (chunk: Buffer) => {
      output += chunk.toString();
      const link = /Open (http\S+)/.exec(output)?.[1];
      if (link) resolve(link);
    };
    product.stdout?.on("data", listen);
    product.stderr?.on("data", listen);
    product.once("exit", (code) => reject(new Error(`npm start ended with ${code}:\n${output}`)));
    product.once("error", reject);
    product.once("exit", () => clearTimeout(timer));
  });
}

async function signIn({ link, session }: { link: string; session: string }): Promise<void> {
  const context = await request.newContext();
  const response = await context.get(link, { maxRedirects: 0 });
  if (response.status() !== 303) throw new Error(`The login link answered ${response.status()}.`);
  await context.storageState({ path: session });
  await context.dispose();
}
