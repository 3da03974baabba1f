import { ConflictError } from "@slipway/core";
import { renewLease } from "@slipway/db";
import type { WorkerContext } from "../worker-context.ts";
import { StopError, type StopReason } from "./stop-reason.ts";

export type Lease = {
  /** Aborts with a StopError: a person cancelled, the lease is lost, or the worker drains. */
  readonly signal: AbortSignal;
  /** Ends the work now; the first reason wins. */
  stop(reason: StopReason): void;
} & AsyncDisposable;

/**
 * Renews the attempt's lease until disposed. A renewal that fails for another reason than being fenced off is tried
 * again until three quarters of the lease are over; then the work stops before somebody else may claim it.
 */
export function holdLease(
  { db, settings, log }: Pick<WorkerContext, "db" | "settings" | "log">,
  { attemptId, epoch }: { attemptId: string; epoch: number },
): Lease {
  const controller = new AbortController();
  const stop = (reason: StopReason) => controller.abort(new StopError(reason));
  let renewedAt = performance.now();
  let renewing: Promise<void> = Promise.resolve();

  const renew = async () => {
    try {
      const { cancelRequested } = await renewLease(db, { attemptId, epoch, leaseSeconds: settings.leaseSeconds });
      renewedAt = performance.now();
      if (cancelRequested) stop("cancelled");
    } catch (error) {
      const overdue = performance.now() - renewedAt > settings.leaseSeconds * 750;
      log.warn({ attemptId, err: error }, "the lease was not renewed");
      if (error instanceof ConflictError || overdue) stop("lease_lost");
    }
  };
  const timer = setInterval(() => {
    renewing = renewing.then(renew);
  }, settings.leaseSeconds * 250);

  return {
    signal: controller.signal,
    stop,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await renewing;
    },
  };
}
