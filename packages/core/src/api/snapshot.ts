import { z } from "zod";
import { AttemptFailure } from "../failure.ts";
import { Id, Timestamp } from "./list.ts";

/** The cached image of an environment after setup, as it is shown. */
export const Snapshot = z.object({
  id: Id,
  environmentId: Id,
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
