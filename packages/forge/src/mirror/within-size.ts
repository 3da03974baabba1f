import { rm } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { InvalidInputError } from "@slipway/core";
import { objectBytes, removeUnfinishedObjects } from "./object-bytes.ts";
import type { Mirror } from "./open-mirror.ts";

const LOOK_MS = 200;
/** Looking takes at most this part of the time. */
const LOOK_SHARE = 1 / 10;

/**
 * Runs a fetch into the mirror and stops it once the mirror is larger than it may be: git itself bounds what it receives in a push and not
 * in a fetch. What a stopped fetch wrote is removed. `isNew` says that the mirror holds nothing to keep. Throws InvalidInputError.
 */
export async function withinSize<Result>(
  mirror: Mirror,
  { signal, isNew }: { signal: AbortSignal | undefined; isNew: boolean },
  fetch: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const tooLarge = new AbortController();
  const done = new AbortController();
  const watching = watch(mirror, { tooLarge, signal: done.signal });
  try {
    const startedAt = performance.now();
    const result = await fetch(signal === undefined ? tooLarge.signal : AbortSignal.any([signal, tooLarge.signal]));
    // What was quick was small; what was not may have outgrown the mirror since the last look.
    if (performance.now() - startedAt > LOOK_MS) await refuseOversize(mirror);
    return result;
  } catch (error) {
    await (isNew ? rm(mirror.directory, { recursive: true, force: true }) : removeUnfinishedObjects(mirror));
    throw error;
  } finally {
    done.abort();
    await watching;
  }
}

async function watch(mirror: Mirror, { tooLarge, signal }: { tooLarge: AbortController; signal: AbortSignal }): Promise<void> {
  let pauseMs = LOOK_MS;
  while (await elapsed(pauseMs, signal)) {
    const startedAt = performance.now();
    await refuseOversize(mirror).catch((error: unknown) => tooLarge.abort(error));
    pauseMs = Math.max(LOOK_MS, (performance.now() - startedAt) / LOOK_SHARE);
  }
}

/** False once the signal aborted. */
function elapsed(ms: number, signal: AbortSignal): Promise<boolean> {
  return delay(ms, true, { signal }).catch(() => false);
}

async function refuseOversize(mirror: Mirror): Promise<void> {
  if ((await objectBytes(mirror)) <= mirror.bounds.bytes) return;
  const most = `${Math.max(1, Math.round(mirror.bounds.bytes / 2 ** 20))} MiB`;
  throw new InvalidInputError(
    `${mirror.remote.location} is larger than the ${most} that a repository may take here, so fetching it was stopped. Set SLIPWAY_REPOSITORY_BYTES to a larger number, or make its history smaller.`,
  );
}
