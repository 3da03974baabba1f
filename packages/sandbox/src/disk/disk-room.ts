import { statfs } from "node:fs/promises";
import type { DockerEngine } from "../engine/connect-docker.ts";

/** What is free where the engine keeps its layers; null for what this process cannot see or the file system does not count. */
export type DiskRoom = { bytes: number | null; files: number | null };

const UNSEEN: DiskRoom = { bytes: null, files: null };

/** Without numbers for an engine elsewhere. Throws UnavailableError while Docker does not answer. */
export async function diskRoom(engine: DockerEngine): Promise<DiskRoom> {
  const { rootFolder, local } = await engine.facts();
  if (!local) return UNSEEN;
  try {
    const { bavail, bsize, files, ffree } = await statfs(rootFolder);
    // btrfs and others make inodes as they need them and say 0 of 0.
    return { bytes: bavail * bsize, files: files === 0 ? null : ffree };
  } catch {
    return UNSEEN;
  }
}
