import { z } from "zod";
import { AttemptFailure } from "../failure.ts";
import { Id, Timestamp } from "./list.ts";

/** The cached image of an environment after setup, as it is shown. */
export const Snapshot = z.object({
  id: Id,
  environmentId: Id,
  /** `setup`: what the setup script left. `image`: the image built of the repository's Dockerfile. */
  kind: z.enum(["setup", "image"]),
  state: z.enum(["building", "ready", "failed"]),
  /** The first twelve digits of the image's id; null until it is ready. */
  imageId: z.string().nullable(),
  /** What it adds to the environment's image. */
  sizeBytes: z.int().nullable(),
  /** Why it was built: what changed since the one before. */
  reason: z.string(),
  /** The commit at which setup ran. */
  commit: z.string().nullable(),
  failure: AttemptFailure.nullable(),
  /** The end of what setup wrote. */
  log: z.string(),
  createdAt: Timestamp,
  finishedAt: Timestamp.nullable(),
  lastUsedAt: Timestamp.nullable(),
});
export type Snapshot = z.infer<typeof Snapshot>;

/**
 * What an attempt found when it asked for its snapshot. `hit`: it was there. `built`: this attempt built it. `waited`: another one built
 * it meanwhile. `failed`: whoever built it, the build failed. `reason` is a sentence.
 */
export const SnapshotUse = z.object({ outcome: z.enum(["hit", "built", "waited", "failed"]), reason: z.string() });
export type SnapshotUse = z.infer<typeof SnapshotUse>;

/** One use as the environment's page lists it. */
export const SnapshotUseRecord = SnapshotUse.extend({ taskId: Id, attemptId: Id, title: z.string(), at: Timestamp });
export type SnapshotUseRecord = z.infer<typeof SnapshotUseRecord>;
