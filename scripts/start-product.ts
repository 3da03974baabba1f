import { join } from "node:path";
import { type KeptProgram, keepRunning } from "./keep-running.ts";
import type { Settings } from "./settings.ts";
import { withoutDumps } from "./without-dumps.ts";

const READY_MS = 60_000;
/** Longer than the worker's own drain, so that it is the worker that decides. */
const WORKER_GRACE_MS = 30_000;
/** Open pages hold their live streams for as long as the dashboard lets them. */
const WEB_GRACE_MS = 2_000;

export type ProductRequest = {
  root: string;
  settings: Settings;
  server: string;
  url: string;
  databaseUrl: string;
  sandboxImage: string;
  samplePath: string;
  /** Read where SLIPWAY_SECRET_KEY is not set. */
  secretKeyPath: string;
  noteChild: (name: string, pid: number) => void;
};

export type Product = { worker: KeptProgram; web: KeptProgram };

/** Starts the dashboard and one worker; `waitForProduct` tells when both can be used. */
export function startProduct(request: ProductRequest): Product & { ready(): Promise<void> } {
  const { root, settings, server, url } = request;
  const logs = join(settings.SLIPWAY_DATA_DIR, "logs");
  const common = { stopSignal: "SIGTERM", killSignal: "SIGKILL", env: childEnvironment(request) } as const;
  let isWorkerReady = false;
  const worker = keepRunning({
    ...common,
    name: "The worker",
    ...withoutDumps([join(root, "apps/worker/src/main.ts")]),
    cwd: root,
    logPath: join(logs, "worker.log"),
    graceMs: WORKER_GRACE_MS,
    onOutput: (text) => {
      isWorkerReady ||= text.includes("worker ready");
    },
    onStart: (pid) => request.noteChild("worker", pid),
  });
  const web = keepRunning({
    ...common,
    name: "The dashboard",
    ...withoutDumps([server]),
    cwd: join(server, ".."),
    logPath: join(logs, "web.log"),
    graceMs: WEB_GRACE_MS,
    onStart: (pid) => request.noteChild("web", pid),
  });
  const ready = async () => {
    await Promise.all([
      worker.waitUntilReady({ isReady: async () => isWorkerReady, timeoutMs: READY_MS }),
      web.waitUntilReady({ isReady: () => answersHealth(url), timeoutMs: READY_MS }),
    ]);
  };
  return { worker, web, ready };
}

function childEnvironment({ settings, databaseUrl, sandboxImage, samplePath, secretKeyPath }: ProductRequest): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("npm_"));
  return {
    ...Object.fromEntries(inherited),
    NODE_ENV: "production",
    PORT: String(settings.PORT),
    HOST: settings.HOST,
    // What Next's standalone server calls the address that it listens on.
    HOSTNAME: settings.HOST,
    SLIPWAY_DATA_DIR: settings.SLIPWAY_DATA_DIR,
    // What Node compiled once it need not compile at the next start.
    NODE_COMPILE_CACHE: join(settings.SLIPWAY_DATA_DIR, "compile-cache"),
    SLIPWAY_SANDBOX_IMAGE: sandboxImage,
    SLIPWAY_SAMPLE_PATH: samplePath,
    SLIPWAY_SECRET_KEY_FILE: secretKeyPath,
    DATABASE_URL: databaseUrl,
  };
}

/** Any answer of the API will do: what is not well yet, such as a model that cannot be reached, is told on the page. */
async function answersHealth(url: string): Promise<boolean> {
  // A connection kept alive would hold the dashboard up when it is told to end.
  return fetch(`${url}/api/v1/health`, { headers: { connection: "close" }, signal: AbortSignal.timeout(5_000) }).then(
    async (response) => (await response.text()) !== "" && response.headers.get("content-type")?.includes("json") === true,
    () => false,
  );
}
