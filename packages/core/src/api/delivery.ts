import { z } from "zod";
import { BranchName } from "../branch-name.ts";
import { Id, Timestamp } from "./list.ts";

export const CreateDeliveryInput = z.strictObject({
  kind: z.enum(["pull_request", "branch"]),
  title: z.string().trim().min(1).max(256).optional(),
  body: z.string().max(60_000).optional(),
  /** Absent: a draft where a check newly fails, see `draftReason`. */
  draft: z.boolean().optional().describe("When absent, a pull request is opened as a draft if one of the change's checks newly fails."),
  branch: BranchName.optional(),
  /** The person has seen the change's warnings and wants it delivered all the same. */
  acceptWarnings: z.boolean().default(false),
});
export type CreateDeliveryInput = z.infer<typeof CreateDeliveryInput>;

export const DeliveryState = z.enum(["queued", "publishing", "delivered", "failed"]);
export type DeliveryState = z.infer<typeof DeliveryState>;

export const Delivery = z.object({
  id: Id,
  attemptId: Id,
  kind: z.enum(["pull_request", "branch"]),
  state: DeliveryState,
  branch: z.string(),
  commit: z.string().nullable(),
  pullRequestNumber: z.int().nullable(),
  url: z.string().nullable(),
  draft: z.boolean(),
  error: z.string().nullable(),
  createdAt: Timestamp,
  finishedAt: Timestamp.nullable(),
});
export type Delivery = z.infer<typeof Delivery>;
