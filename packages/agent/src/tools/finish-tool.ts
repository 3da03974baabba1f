import { z } from "zod";
import { defineTool } from "./tool.ts";

export const finishTool = defineTool({
  name: "finish",
  description: "Ends the work. Call it once everything is done, or to say why it cannot be done.",
  input: z.object({
    title: z.string().trim().min(1).max(200).describe("As a commit's subject: imperative, at most 72 characters."),
    summary: z
      .string()
      .trim()
      .min(1)
      .max(20_000)
      .describe("Markdown with citations: what is not obvious from the diff, then a Testing section."),
  }),
  async run({ title, summary }) {
    return { kind: "finish", title, summary };
  },
});
