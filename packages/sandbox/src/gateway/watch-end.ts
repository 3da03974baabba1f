/**
 * Calls `end` once, when the signal aborts or the time is over, unless it is disposed of before. Streams that are given a signal keep it
 * for life, so a deadline for one step of theirs is watched by this.
 */
export function watchEnd(signal: AbortSignal, timeoutMs: number, end: (reason: Error) => void): Disposable {
  const dispose = () => {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  };
  const onAbort = () => {
    dispose();
    end(new Error("The gateway was closed."));
  };
  const timer = setTimeout(() => {
    dispose();
    end(new Error(`It took longer than ${Math.round(timeoutMs / 1_000)} s.`));
  }, timeoutMs).unref();
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort);
  return { [Symbol.dispose]: dispose };
}
