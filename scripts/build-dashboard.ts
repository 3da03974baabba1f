import { cp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { contentHash } from "./content-hash.ts";
import { runCommand } from "./run-command.ts";
import type { Progress } from "./run-step.ts";

const SOURCES = ["apps/web", "packages", "prisma/schema.prisma", "tsconfig.base.json", "package-lock.json"];

/** Builds the dashboard for production when a source has changed, and returns the path of its server. */
export async function buildDashboard({ root, progress }: { root: string; progress: Progress }): Promise<string> {
  const output = join(root, "apps/web/.next");
  const server = join(output, "standalone/apps/web/server.js");
  const stamp = join(output, "slipway-made-from");
  const wanted = await contentHash({ root, paths: SOURCES });
  if ((await readFile(stamp, "utf8").catch(() => "")) === wanted) return server;
  await rm(stamp, { force: true });
  await runCommand({
    command: process.execPath,
    args: [join(root, "node_modules/next/dist/bin/next"), "build"],
    cwd: join(root, "apps/web"),
    env: { NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
    onLine: progress,
    remedy: ["Mend what it names and run the same command again: it goes on from here."],
  });
  // The standalone server leaves static files to a web server in front of it unless they stand beside it.
  await cp(join(output, "static"), join(output, "standalone/apps/web/.next/static"), { recursive: true });
  const publicFolder = join(root, "apps/web/public");
  if (await stat(publicFolder).catch(() => null)) await cp(publicFolder, join(output, "standalone/apps/web/public"), { recursive: true });
  await writeFile(stamp, wanted);
  return server;
}
