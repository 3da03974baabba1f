import type { DockerEngine } from "../engine/connect-docker.ts";
import { diskRoom } from "./disk-room.ts";

/** Free space where the engine keeps its layers; null where that folder is not visible to this process (a remote engine). */
export async function freeDiskBytes(engine: DockerEngine): Promise<number | null> {
  return (await diskRoom(engine)).bytes;
}
