import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import pg from "pg";
import { freePort } from "../free-port.ts";
import { type KeptProgram, keepRunning } from "../keep-running.ts";
import { type Cluster, openCluster } from "./cluster.ts";
import { serverPrograms } from "./server-programs.ts";
import { asServerUser, serverUser } from "./server-user.ts";
import { stopStaleServer } from "./stop-stale-server.ts";

const START_MS = 60_000;

export type EmbeddedPostgres = {
  /** The superuser's URL of the maintenance database. */
  url: string;
  server: KeptProgram;
};

/** Starts a Postgres of our own on loopback with its files below `root`. `throwaway` gives up durability for speed. */
export async function startPostgres({ root, throwaway = false }: { root: string; throwaway?: boolean }): Promise<EmbeddedPostgres> {
  const programs = await serverPrograms();
  const cluster = await openCluster({ root, programs, user: await serverUser() });
  await stopStaleServer(cluster.folder);
  const port = await rememberedPort(`${root}-port`);
  const server = await launch({ cluster, port, postgres: programs.postgres, logPath: join(dirname(root), "logs/postgres.log"), throwaway });
  const url = `postgresql://postgres:${cluster.password}@127.0.0.1:${port}/postgres`;
  try {
    await server.waitUntilReady({ isReady: () => answers(url), timeoutMs: START_MS });
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw error;
  }
  return { url, server };
}

type Launch = { cluster: Cluster; port: number; postgres: string; logPath: string; throwaway: boolean };

async function launch({ cluster, port, postgres, logPath, throwaway }: Launch): Promise<KeptProgram> {
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=200",
    "timezone=UTC",
    "log_timezone=UTC",
    ...(throwaway ? ["fsync=off", "synchronous_commit=off", "full_page_writes=off"] : []),
  ];
  const flags = ["-D", cluster.folder, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])];
  const { command, args, options } = await asServerUser({ user: cluster.user, command: postgres, args: flags, paths: [cluster.folder] });
  return keepRunning({
    name: "Postgres",
    command,
    args,
    ...options,
    cwd: "/",
    env: { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" },
    logPath,
    // Fast shutdown: open transactions are rolled back and everything is written.
    stopSignal: "SIGINT",
    killSignal: "SIGQUIT",
    graceMs: 20_000,
  });
}

async function rememberedPort(path: string): Promise<number> {
  const remembered = Number(await readFile(path, "utf8").catch(() => ""));
  const port = await freePort(remembered || undefined);
  await writeFile(path, String(port));
  return port;
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => undefined);
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  );
}
