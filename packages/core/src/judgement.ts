import { z } from "zod";
import { Id, Timestamp } from "./api/list.ts";
import { Citation } from "./citation.ts";
import { Usage } from "./usage.ts";

/**
 * What a model said when it was asked to compare a turn's attempts. Every reason is proven by at least one of its citations;
 * `droppedReasons` counts those that were not.
 */
export const Judgement = z.object({
  state: z.enum(["running", "done", "failed"]),
  model: z.string(),
  requestedAt: Timestamp,
  finishedAt: Timestamp.nullable(),
  /** The one that it would pick. */
  bestAttemptId: Id.nullable(),
  reasons: z.array(z.object({ attemptId: Id, text: z.string(), citations: z.array(Citation) })),
  droppedReasons: z.int(),
  usage: Usage,
  /** What comparisons of the same turn cost before this one. */
  earlierCostUsd: z.number().default(0),
  failure: z.object({ message: z.string(), hint: z.string() }).nullable(),
});
export type Judgement = z.infer<typeof Judgement>;

/** After so long nobody works on it any more, and it may be asked for again. */
export const JUDGEMENT_LIMIT_MS = 10 * 60_000;
