import { setTimeout as sleep } from "node:timers/promises";

/** Throws the signal's reason at once when it aborts. */
export async function wait(delayMs: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(delayMs, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
