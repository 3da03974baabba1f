import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const VERSION = "0.169.0";
const LIMIT_MS = 300_000;

/** Codex in a folder of the bench's own, so that the product does not depend on it; or why there is none. */
export async function installCodex({
  folder,
  signal,
}: {
  folder: string;
  signal: AbortSignal;
}): Promise<{ command: string } | { missing: string }> {
  const prefix = join(folder, "codex");
  await mkdir(prefix, { recursive: true });
  const args = ["install", "--prefix", prefix, "--no-audit", "--no-fund", "--ignore-scripts", "--no-save", `@openai/codex@${VERSION}`];
  try {
    await promisify(execFile)("npm", args, { timeout: LIMIT_MS, signal });
    const command = join(prefix, "node_modules/.bin/codex");
    await promisify(execFile)(command, ["--version"], { timeout: 30_000, signal });
    return { command };
  } catch (error) {
    signal.throwIfAborted();
    return { missing: (error instanceof Error ? error.message : String(error)).split("\n").slice(0, 3).join(" ") };
  }
}
