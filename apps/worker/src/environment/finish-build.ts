import { ConflictError } from "@slipway/core";
import { finishSnapshot, type SnapshotResult } from "@slipway/db";
import type { EnvironmentRun } from "./environment-run.ts";
import type { Build } from "./obtain-snapshot.ts";
import { holdSnapshot } from "./snapshot-lease.ts";

/**
 * Makes what was claimed under its lease and stores how that ended. Returns without a result where another builder took over; asking again
 * tells. An interrupted build is given up, so that the next one who asks builds at once.
 */
export async function finishBuild(
  { context, signal }: EnvironmentRun,
  { build, make }: { build: Build; make: (signal: AbortSignal) => Promise<SnapshotResult> },
): Promise<void> {
  const held = holdSnapshot(context, build);
  const finish = (result: SnapshotResult) => finishSnapshot(context.db, { snapshotId: build.snapshotId, epoch: build.epoch, result });
  try {
    await finish(await make(AbortSignal.any([signal, held.signal])));
  } catch (error) {
    await finish({ kind: "abandoned" }).catch((cause: unknown) => context.log.debug({ err: cause }, "the build was not given up"));
    signal.throwIfAborted();
    if (!held.signal.aborted && !(error instanceof ConflictError)) throw error;
    context.log.warn({ snapshotId: build.snapshotId, err: error }, "another worker builds the snapshot");
  } finally {
    await held[Symbol.asyncDispose]();
  }
}
