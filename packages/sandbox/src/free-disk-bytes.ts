import { statfs } from "node:fs/promises";
import type { DockerEngine } from "./connect-docker.ts";

/** Free space where the engine keeps its layers; null where that folder is not visible to this process (a remote engine). */
export async function freeDiskBytes(engine: DockerEngine): Promise<number | null> {
  const { rootFolder, local } = await engine.facts();
  if (!local) return null;
  try {
    const { bavail, bsize } = await statfs(rootFolder);
    return bavail * bsize;
  } catch {
    return null;
  }
}
