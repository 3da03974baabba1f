import { ConflictError } from "@slipway/core";
import { renewSnapshot } from "@slipway/db";
import type { WorkerContext } from "../worker-context.ts";

/** Renews a builder's lease until disposed. The signal aborts once another one builds, or when renewals failed for too long. */
export function holdSnapshot(
  { db, settings, log }: Pick<WorkerContext, "db" | "settings" | "log">,
  { snapshotId, epoch }: { snapshotId: string; epoch: number },
): { readonly signal: AbortSignal } & AsyncDisposable {
  const controller = new AbortController();
  let renewedAt = performance.now();
  let renewing: Promise<void> = Promise.resolve();
  const renew = async () => {
    try {
      await renewSnapshot(db, { snapshotId, epoch, leaseSeconds: settings.leaseSeconds });
      renewedAt = performance.now();
    } catch (error) {
      log.warn({ snapshotId, err: error }, "the snapshot's lease was not renewed");
      const overdue = performance.now() - renewedAt > settings.leaseSeconds * 750;
      if (error instanceof ConflictError || overdue) controller.abort(error);
    }
  };
  const timer = setInterval(() => {
    renewing = renewing.then(renew);
  }, settings.leaseSeconds * 250);
  return {
    signal: controller.signal,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await renewing;
    },
  };
}
