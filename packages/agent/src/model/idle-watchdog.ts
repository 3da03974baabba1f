import type { ModelFault } from "./model-fault.ts";

/** Aborts `signal` when the outer signal does, or when nothing has been heard for `idleMs`. */
export type IdleWatchdog = Disposable & {
  readonly signal: AbortSignal;
  /** Something arrived; the wait starts anew. */
  heard(): void;
  /** The stall, if that is what aborted `signal`. */
  stall(): ModelFault | null;
};

/**
 * The SDK's own timeout ends with the response's headers, and an aborted stream ends its iteration without an error;
 * so a stall is noticed here, and whoever reads a stream asks `signal` when it ends.
 */
export function startIdleWatchdog({ outer, idleMs }: { outer: AbortSignal; idleMs: number }): IdleWatchdog {
  const idle = new AbortController();
  let timer = setTimeout(() => idle.abort(), idleMs);
  return {
    signal: AbortSignal.any([outer, idle.signal]),
    heard() {
      clearTimeout(timer);
      timer = setTimeout(() => idle.abort(), idleMs);
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
