import type { ModelFault } from "./model-fault.ts";

/** Aborts `signal` when the outer signal does, or when nothing has been heard for `idleMs`. */
export type IdleWatchdog = Disposable & {
  readonly signal: AbortSignal;
  /** Something arrived; the wait starts anew. */
  heard(): void;
  /** Everything that counts has arrived; a stream that stays open is left after a moment. */
  closing(): void;
  /** The stall, if that is what aborted `signal`. */
  stall(): ModelFault | null;
};

const closingMs = 1_000;

/**
 * The SDK's own timeout ends with the response's headers, and an aborted stream ends its iteration without an error;
 * so a stall is noticed here, and whoever reads a stream asks `signal` when it ends.
 */
export function startIdleWatchdog({ outer, idleMs }: { outer: AbortSignal; idleMs: number }): IdleWatchdog {
  const idle = new AbortController();
  let timer = setTimeout(() => idle.abort(), idleMs);
  let allowedMs = idleMs;
  const rearm = () => {
    clearTimeout(timer);
    timer = setTimeout(() => idle.abort(), allowedMs);
  };
  return {
    signal: AbortSignal.any([outer, idle.signal]),
    heard: rearm,
    closing() {
      allowedMs = Math.min(idleMs, closingMs);
      rearm();
    },
    stall() {
      if (!idle.signal.aborted) return null;
      return { kind: "stalled", detail: `nothing arrived for ${Math.round(idleMs / 100) / 10} s`, retryAfterMs: null };
    },
    [Symbol.dispose]() {
      clearTimeout(timer);
    },
  };
}
