import { z } from "zod";
import { Timestamp } from "./list.ts";

/** One request of an attempt's sandboxes, as the gateway saw it, or several alike. Of a denied one nothing left. */
export const NetworkRequest = z.object({
  seq: z.int(),
  /** How many alike this stands for: more than one in a flood. Bytes and time are their sum. */
  count: z.int(),
  at: Timestamp,
  outcome: z.enum(["allowed", "denied"]),
  host: z.string(),
  port: z.int(),
  /** CONNECT where TLS hides it; null for a denied one. */
  method: z.string().nullable(),
  bytesUp: z.int(),
  bytesDown: z.int(),
  durationMs: z.number(),
  /** Why it was denied, or ended early. */
  reason: z.string().nullable(),
  /** The command that ran when it was made. */
  command: z.string().nullable(),
  /** That command's place in the log. */
  callId: z.string().nullable(),
  phase: z.enum(["setup", "agent"]),
});
export type NetworkRequest = z.infer<typeof NetworkRequest>;
