import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";
import { join } from "node:path";
import type { Row } from "./row.ts";

/** Writes the run as JSON, once under its time and once as the latest; returns the path of the first. */
export async function writeResults({
  folder,
  name = "",
  quick,
  rows,
}: {
  folder: string;
  /** Tells apart what was measured; empty for the whole product. */
  name?: string;
  quick: boolean;
  rows: readonly Row[];
}): Promise<string> {
  const prefix = name === "" ? "" : `${name}-`;
  const at = new Date().toISOString();
  const machine = { cpus: availableParallelism(), memoryBytes: totalmem(), platform: process.platform, node: process.version };
  const path = join(folder, `${prefix}${at.replaceAll(":", "-")}.json`);
  await mkdir(folder, { recursive: true });
  await writeFile(path, `${JSON.stringify({ at, quick, machine, rows }, null, 2)}\n`);
  await copyFile(path, join(folder, `${prefix}latest.json`));
  return path;
}
