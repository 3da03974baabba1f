import type { SnapshotUse } from "@slipway/core";

/** What an attempt found when it asked for its snapshot, in a word or two. */
export const outcomeWords: Record<SnapshotUse["outcome"], string> = {
  hit: "Hit",
  built: "Miss",
  waited: "Miss, waited",
  failed: "Failed",
};
