import { z } from "zod";
import { Citation } from "./citation.ts";
import { TaskCard } from "./task-card.ts";

/**
 * One thing that the agent says it tested, beside what was really run: commands of its own, and checks that the platform ran at head.
 * Neither: nothing was run for it.
 */
export const TestingClaim = z.object({
  text: z.string(),
  commands: z.array(z.object({ callId: z.string(), command: z.string(), exitCode: z.int().nullable() })),
  checks: z.array(z.string()),
});
export type TestingClaim = z.infer<typeof TestingClaim>;

/** What the agent says it did. `citations` of all its texts are validated; `droppedCitations` counts the ones that led nowhere. */
export const Summary = z.object({
  title: z.string(),
  body: z.string(),
  citations: z.array(Citation),
  droppedCitations: z.int(),
  testing: z.array(TestingClaim).default([]),
  /** What the agent says it did not verify. */
  notVerified: z.array(z.string()).default([]),
  /** Tasks that an answer proposes. */
  cards: z.array(TaskCard).default([]),
});
export type Summary = z.infer<typeof Summary>;
