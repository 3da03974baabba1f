/** Remembers one ring, so that none is lost between looking and waiting. */
export type Doorbell = { ring(): void; wait(options: { timeoutMs: number; signal: AbortSignal }): Promise<"rung" | "timeout" | "gone"> };

export function createDoorbell(): Doorbell {
  let rung = false;
  let wake: (() => void) | null = null;
  return {
    ring() {
      rung = true;
      wake?.();
    },
    async wait({ timeoutMs, signal }) {
      if (!rung && !signal.aborted) {
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        const onAbort = () => resolve();
        const timer = setTimeout(resolve, timeoutMs);
        signal.addEventListener("abort", onAbort, { once: true });
        await promise;
        clearTimeout(timer);
        // A stream waits for hours, thousands of times on one signal.
        signal.removeEventListener("abort", onAbort);
        wake = null;
      }
      if (signal.aborted) return "gone";
      const answer = rung ? "rung" : "timeout";
      rung = false;
      return answer;
    },
  };
}
