import { z } from "zod";

/** `flaky`: it failed and, run again on the same tree, passed. */
export const TestOutcome = z.enum(["passed", "failed", "skipped", "flaky"]);
export type TestOutcome = z.infer<typeof TestOutcome>;

export const TestCase = z.object({ name: z.string(), outcome: TestOutcome });
export type TestCase = z.infer<typeof TestCase>;

/**
 * What a check's output says of single tests. `passed` is null where the runner tells failures alone. `cases` are bounded and may
 * leave out tests that passed; `complete` says that the runner named every test.
 */
export const TestReport = z.object({
  /** The runner or the format, in words. */
  source: z.string(),
  passed: z.int().nullable(),
  failed: z.int(),
  skipped: z.int(),
  cases: z.array(TestCase),
  complete: z.boolean(),
});
export type TestReport = z.infer<typeof TestReport>;
