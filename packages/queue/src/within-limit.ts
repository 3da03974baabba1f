import { UnavailableError } from "@slipway/core";

/** The datastore's own clients wait for ever for a lost connection; callers of the queue do not. */
export async function withinLimit<T>(work: Promise<T>, limit: { limitMs: number; what: string }): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new UnavailableError(`${limit.what} took longer than ${limit.limitMs} ms. Check that the queue's server is reachable.`)),
    limit.limitMs,
  );
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
