import { setTimeout as delay } from "node:timers/promises";

/** Asks again and again until the answer is true; false when the time is up or the signal fires. */
export async function waitUntil(
  holds: () => Promise<boolean>,
  { timeoutMs, everyMs = 50, signal }: { timeoutMs: number; everyMs?: number; signal?: AbortSignal },
): Promise<boolean> {
  const end = performance.now() + timeoutMs;
  while (performance.now() < end && !signal?.aborted) {
    if (await holds()) return true;
    await delay(everyMs);
  }
  return false;
}
