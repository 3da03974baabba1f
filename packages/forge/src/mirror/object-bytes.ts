import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Mirror } from "./open-mirror.ts";

/** Bytes of everything in the mirror's object folders, with what git is about to write there. */
export async function objectBytes(mirror: Mirror): Promise<number> {
  let bytes = 0;
  for await (const path of objectFiles(mirror)) bytes += (await stat(path).catch(() => null))?.size ?? 0;
  return bytes;
}

/** Removes what a git that was killed left half written. Only for the holder of the mirror's lock. */
export async function removeUnfinishedObjects(mirror: Mirror): Promise<void> {
  for await (const path of objectFiles(mirror)) if (/\/tmp_[^/]*$/.test(path)) await rm(path, { force: true });
}

async function* objectFiles({ directory }: Mirror): AsyncGenerator<string> {
  const objects = join(directory, "objects");
  for (const folder of await readdir(objects).catch(() => [])) {
    const names = await readdir(join(objects, folder)).catch(() => []);
    for (const name of names) yield join(objects, folder, name);
  }
}
