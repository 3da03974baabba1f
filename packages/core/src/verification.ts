import { z } from "zod";

/** `not_run` is an answer too: it is shown as such, never left out. */
export const VerificationOutcome = z.enum(["passed", "failed", "timed_out", "not_run"]);
export type VerificationOutcome = z.infer<typeof VerificationOutcome>;

/** `base`: the recorded base commit. `head`: the tree that the stored patch makes of it. */
export const VerificationSide = z.enum(["base", "head"]);
export type VerificationSide = z.infer<typeof VerificationSide>;

/** A command of the environment that the platform runs itself. */
export const CheckInput = z.strictObject({
  name: z.string().trim().min(1).max(100),
  command: z.string().trim().min(1).max(10_000),
  timeoutSeconds: z.int().min(1).max(86_400).default(900),
  /** Where it writes a report of single tests: a path from the root, in which `*` stands for anything. */
  report: z
    .string()
    .trim()
    .max(300)
    .regex(/^(?![/~])(?!.*(?:^|\/)\.\.(?:\/|$))[\w.@+*?/-]+$/, { error: "Give a path from the repository's root, such as reports/*.xml." })
    .optional(),
});
export type CheckInput = z.infer<typeof CheckInput>;
