import { z } from "zod";
import type { DockerEngine } from "./connect-docker.ts";
import { freeDiskBytes } from "./free-disk-bytes.ts";
import type { SandboxState } from "./sandbox-state.ts";

/** The engine leaves the field out while nothing was written. */
const LayerSize = z.object({ SizeRw: z.number().default(0) });
const LOOK_MS = 1_000;
/** Measuring walks the layer, so it is done when the disk moved or after this while. */
const MEASURE_MS = 30_000;
const FLOOR_BYTES = 1 * 2 ** 30;

/**
 * Ends the sandbox when its layer outgrows its limit, or when the disk is nearly full and this layer is a large part of the reason.
 * Needed where the storage driver knows no quota. `onFull` is called once, before anything is killed.
 */
export function watchDisk(engine: DockerEngine, state: SandboxState, onFull: (message: string) => Promise<void>): Disposable {
  let disposed = false;
  let timer: NodeJS.Timeout;
  let lastFree = Number.POSITIVE_INFINITY;
  let lastMeasuredAt = performance.now();
  const look = async () => {
    const free = await freeDiskBytes(engine);
    const fell = free === null || lastFree - free > state.limits.diskBytes / 10;
    const atFloor = free !== null && free < FLOOR_BYTES;
    if (lastFree === Number.POSITIVE_INFINITY) lastFree = free ?? 0;
    if (!fell && !atFloor && performance.now() - lastMeasuredAt < MEASURE_MS) return;
    lastFree = free ?? 0;
    lastMeasuredAt = performance.now();
    const message = verdict(await layerBytes(state), state.limits.diskBytes, atFloor);
    if (message !== null && !disposed) await onFull(message);
  };
  const schedule = () => {
    // Docker may be away for a while; the next look tells.
    timer = setTimeout(
      () =>
        void look()
          .catch(() => undefined)
          .finally(() => disposed || schedule()),
      LOOK_MS,
    );
    timer.unref();
  };
  schedule();
  return {
    [Symbol.dispose]() {
      disposed = true;
      clearTimeout(timer);
    },
  };
}

function verdict(usedBytes: number, limitBytes: number, atFloor: boolean): string | null {
  const used = `${Math.round(usedBytes / 2 ** 20)} MiB`;
  if (usedBytes > limitBytes)
    return `The sandbox was ended: it wrote ${used} of the ${Math.round(limitBytes / 2 ** 20)} MiB it may use on disk.`;
  if (atFloor && usedBytes > limitBytes / 10) return `The sandbox was ended: the disk is nearly full, and it wrote ${used} of it.`;
  return null;
}

async function layerBytes({ container }: SandboxState): Promise<number> {
  // The client's typings leave out both `size` and `SizeRw`.
  const request: object = { size: true };
  return LayerSize.parse(await container.inspect(request)).SizeRw;
}
