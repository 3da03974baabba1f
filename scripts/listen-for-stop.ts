/** A terminal sends Ctrl-C to npm and to us, and npm passes its own on: signals this close together are one. */
const SAME_SIGNAL_MS = 1_000;

export type StopListener = Disposable & { signal: AbortSignal };

/** Turns the first Ctrl-C, SIGTERM or closed terminal into an aborted signal, and a later one into `onSecond`. */
export function listenForStop({ onSecond }: { onSecond: () => void }): StopListener {
  const controller = new AbortController();
  let firstAt: number | null = null;
  const receive = () => {
    const now = performance.now();
    if (firstAt === null) {
      firstAt = now;
      controller.abort();
    } else if (now - firstAt > SAME_SIGNAL_MS) onSecond();
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const name of signals) process.on(name, receive);
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      for (const name of signals) process.off(name, receive);
    },
  };
}
