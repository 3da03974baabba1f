import { z } from "zod";
import type { DockerEngine } from "../engine/connect-docker.ts";
import type { SandboxState } from "../sandbox-state.ts";
import { countLayerFiles } from "./count-layer-files.ts";
import { type DiskRoom, diskRoom } from "./disk-room.ts";
import { unnamedBytes } from "./unnamed-bytes.ts";

/** The engine leaves the field out while nothing was written. */
const LayerSize = z.object({ SizeRw: z.number().default(0) });
const LOOK_MS = 1_000;
const MIB = 2 ** 20;
/** As ext4 provides for a disk of this size. */
const BYTES_PER_FILE = 16_384;

/** One thing of which the disk has only so much. Measuring walks the layer, so it is done when the disk moved or after a while. */
type Supply = {
  limit: number;
  /** So little left on the disk that whoever used much of it has to go. */
  floor: number;
  measureMs: number;
  free(room: DiskRoom): number | null;
  used(): Promise<number>;
  /** What the engine's walk cannot see. Asked at the floor alone, since asking may end processes of a crowded sandbox. */
  unseen(): Promise<number>;
  say(amount: number): string;
};

/**
 * Ends the sandbox when its layer outgrows its limit in bytes or in files, or when the disk is nearly full and this layer is a large
 * part of the reason. Needed where the storage driver knows no quota. `onFull` is called once, before anything is killed.
 */
export function watchDisk(engine: DockerEngine, state: SandboxState, onFull: (message: string) => Promise<void>): Disposable {
  let disposed = false;
  let timer: NodeJS.Timeout;
  const watches = suppliesOf(state).map(watchSupply);
  const look = async () => {
    const room = await diskRoom(engine);
    for (const verdict of watches) {
      const message = disposed ? null : await verdict(room);
      if (message !== null && !disposed) return onFull(message);
    }
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

function suppliesOf(state: SandboxState): Supply[] {
  const { container, limits } = state;
  const fileLimit = Math.floor(limits.diskBytes / BYTES_PER_FILE);
  return [
    {
      limit: limits.diskBytes,
      floor: 1_024 * MIB,
      measureMs: 30_000,
      free: ({ bytes }) => bytes,
      // The client's typings leave out both `size` and `SizeRw`.
      used: async () => LayerSize.parse(await container.inspect({ size: true } as object)).SizeRw,
      unseen: () => unnamedBytes(state),
      say: (amount) => `${Math.round(amount / MIB)} MiB`,
    },
    {
      limit: fileLimit,
      floor: 50_000,
      measureMs: 120_000,
      free: ({ files }) => files,
      used: () => countLayerFiles(container, { atMost: fileLimit + 1 }),
      unseen: async () => 0,
      say: (amount) => `${amount} files`,
    },
  ];
}

/** What to tell, or null, at each look. */
function watchSupply({ limit, floor, measureMs, free, used, unseen, say }: Supply): (room: DiskRoom) => Promise<string | null> {
  const verdict = (amount: number, isAtFloor: boolean) => {
    if (amount > limit) return `The sandbox was ended: it wrote more than the ${say(limit)} that it may use on disk (${say(amount)}).`;
    if (isAtFloor && amount > limit / 10) return `The sandbox was ended: the disk is nearly full, and it wrote ${say(amount)} of it.`;
    return null;
  };
  let lastFree = Number.POSITIVE_INFINITY;
  let lastMeasuredAt = performance.now();
  return async (room) => {
    const left = free(room);
    const isDue = performance.now() - lastMeasuredAt >= (left === null ? LOOK_MS * 5 : measureMs);
    const isAtFloor = left !== null && left < floor;
    if (!isDue && !isAtFloor && lastFree - (left ?? 0) <= limit / 10) return null;
    lastFree = left ?? 0;
    lastMeasuredAt = performance.now();
    const amount = (await used()) + (isAtFloor ? await unseen() : 0);
    return verdict(amount, isAtFloor);
  };
}
