import type { Lease } from "./lease.ts";
import type { StopReason } from "./stop-reason.ts";

/** The attempts that this process works on now, so that a stop reaches them at once. */
export type LiveAttempts = {
  register(attemptId: string, lease: Lease): Disposable;
  stop(attemptId: string, reason: StopReason): void;
  stopAll(reason: StopReason): void;
};

export function trackLiveAttempts(): LiveAttempts {
  const leases = new Map<string, Lease>();
  return {
    register(attemptId, lease) {
      leases.set(attemptId, lease);
      return {
        [Symbol.dispose]() {
          if (leases.get(attemptId) === lease) leases.delete(attemptId);
        },
      };
    },
    stop: (attemptId, reason) => leases.get(attemptId)?.stop(reason),
    stopAll(reason) {
      for (const lease of leases.values()) lease.stop(reason);
    },
  };
}
