import { execFile, spawn } from "node:child_process";
import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { dumpDatabase } from "@slipway/db/testing";
import { type Place, placeOf } from "./find-canaries.ts";

const run = promisify(execFile);
const docker = async (...args: string[]) => (await run("docker", args, { maxBuffer: 256 * 2 ** 20 })).stdout;

export async function* databasePlaces(url: string): AsyncGenerator<Place> {
  for await (const { table, rows } of dumpDatabase({ url })) yield { name: `table ${table}`, bytes: rows.map((row) => Buffer.from(row)) };
}

/** Every layer and the configuration of each image that the installation made, in one archive; and what Docker tells of them. */
export async function* imagePlaces(instance: string): AsyncGenerator<Place> {
  const ids = await imagesOf(instance);
  if (ids.length === 0) return;
  for (const id of ids) yield placeOf(`history of ${id}`, (await docker("history", "--no-trunc", id)) + (await docker("inspect", id)));
  yield { name: `layers of ${ids.length} images`, bytes: outputOf("docker", ["save", ...ids]) };
}

export async function imagesOf(instance: string): Promise<string[]> {
  const ids = await docker("images", "--quiet", "--no-trunc", "--filter", `label=slipway.instance=${instance}`);
  return [...new Set(ids.split("\n").filter((id) => id !== ""))];
}

/** Every file below the folder as it is, and every object of the bare repositories among them as git reads it. */
export async function* folderPlaces(folder: string): AsyncGenerator<Place> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isFile()) yield { name: file, bytes: createReadStream(file) };
    if (entry.isDirectory() && entry.name.endsWith(".git")) yield objectsOf(file);
  }
}

function objectsOf(directory: string): Place {
  const args = [`--git-dir=${directory}`, "cat-file", "--batch", "--batch-all-objects", "--unordered"];
  return { name: `objects of ${directory}`, bytes: outputOf("git", args) };
}

async function* outputOf(command: string, args: string[]): AsyncGenerator<Uint8Array> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<number | null>((resolve) => void child.once("close", resolve));
  yield* child.stdout;
  const code = await ended;
  if (code !== 0) throw new Error(`${command} ${args[0]} ended with ${code}.`);
}
