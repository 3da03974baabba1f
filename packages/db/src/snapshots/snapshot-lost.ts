import { ConflictError } from "@slipway/core";

/** What a builder gets whose lease ran out and was taken: its image is nobody's. */
export function snapshotLost(snapshotId: string, epoch: number): ConflictError {
  return new ConflictError(`Snapshot ${snapshotId} is not built with epoch ${epoch} any more.`);
}
