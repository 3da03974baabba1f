import { z } from "zod";

/** The limits that a person may raise while an attempt waits. */
export const LimitName = z.enum(["steps", "tokens", "money", "time"]);
export type LimitName = z.infer<typeof LimitName>;

/**
 * What an attempt waits for: a person's answer, a person's decision about a limit that is used up (`used` and `allowed` in steps, tokens,
 * US dollars or seconds), or the reset of the provider's rate limit, after which it goes on by itself.
 */
export const Waiting = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("question"), question: z.string(), choices: z.array(z.string()) }),
  z.object({ kind: z.literal("limit"), limit: LimitName, used: z.number(), allowed: z.number() }),
  z.object({ kind: z.literal("rate_limit"), until: z.string(), reason: z.string() }),
]);
export type Waiting = z.infer<typeof Waiting>;
