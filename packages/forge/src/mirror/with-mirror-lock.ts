import { randomUUID } from "node:crypto";
import { open, rename, rm, stat, utimes } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { UnavailableError } from "@slipway/core";

const staleMs = 30_000;
const touchMs = 5_000;
const waitLimitMs = 15 * 60_000;

/** Runs `work` while no other process does so for the same mirror; a holder that died is passed over after 30 seconds. */
export async function withMirrorLock<T>(directory: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  const path = `${directory}.lock`;
  await acquire(path, signal);
  const touch = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {});
  }, touchMs);
  try {
    return await work();
  } finally {
    clearInterval(touch);
    await rm(path, { force: true });
  }
}

async function acquire(path: string, signal: AbortSignal | undefined): Promise<void> {
  const giveUpAt = performance.now() + waitLimitMs;
  for (let waitMs = 2; performance.now() < giveUpAt; waitMs = Math.min(waitMs * 2, 100)) {
    signal?.throwIfAborted();
    if (await create(path)) return;
    await removeStale(path);
    await delay(waitMs, undefined, signal === undefined ? {} : { signal });
  }
  throw new UnavailableError(`The mirror's lock ${path} was not free for ${waitLimitMs / 60_000} minutes.`);
}

async function create(path: string): Promise<boolean> {
  try {
    await (await open(path, "wx")).close();
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** Renamed away first, so that of two waiting processes only one removes it. */
async function removeStale(path: string): Promise<void> {
  try {
    if (Date.now() - (await stat(path)).mtimeMs < staleMs) return;
    const aside = `${path}.${randomUUID()}`;
    await rename(path, aside);
    await rm(aside, { force: true });
  } catch {
    // Its holder removed it meanwhile.
  }
}
