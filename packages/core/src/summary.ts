import { z } from "zod";
import { Citation } from "./citation.ts";

/** What the agent says it did. `citations` are validated; `droppedCitations` counts the ones that led nowhere. */
export const Summary = z.object({
  title: z.string(),
  body: z.string(),
  citations: z.array(Citation),
  droppedCitations: z.int(),
});
export type Summary = z.infer<typeof Summary>;
