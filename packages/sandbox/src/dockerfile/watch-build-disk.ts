import { freeDiskBytes } from "../disk/free-disk-bytes.ts";
import type { DockerEngine } from "../engine/connect-docker.ts";

const LOOK_MS = 1_000;
const FLOOR_BYTES = 2 ** 30;

/** Tells once when a build used up more of the engine's disk than it may, or the disk is nearly full. Others' use counts too. */
export function watchBuildDisk(engine: DockerEngine, limitBytes: number, onFull: (message: string) => void): Disposable {
  let first: number | null = null;
  const look = async () => {
    const free = await freeDiskBytes(engine);
    if (free === null) return;
    first ??= free;
    if (first - free > limitBytes)
      onFull(`The build was ended: it wrote more than the ${Math.round(limitBytes / 2 ** 20)} MiB it may use on disk.`);
    else if (free < FLOOR_BYTES && first - free > limitBytes / 10) onFull("The build was ended: the disk is nearly full.");
  };
  const run = () => void look().catch(() => undefined);
  run();
  const timer = setInterval(run, LOOK_MS);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
