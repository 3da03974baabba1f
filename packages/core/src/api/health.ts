import { z } from "zod";
import { Timestamp } from "./list.ts";

/** One thing that the product needs, and whether it is there. `hint` says what to do when it is not. */
export const HealthPart = z.object({ name: z.string(), ok: z.boolean(), detail: z.string(), hint: z.string().nullable() });
export type HealthPart = z.infer<typeof HealthPart>;

export const Health = z.object({
  ok: z.boolean(),
  version: z.string(),
  model: z.object({ name: z.string(), demo: z.boolean() }),
  workers: z.array(z.object({ id: z.string(), host: z.string(), lastSeenAt: Timestamp, parts: z.array(HealthPart) })),
  queueDepth: z.int(),
  parts: z.array(HealthPart),
});
export type Health = z.infer<typeof Health>;
