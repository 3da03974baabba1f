import type { TaskMode } from "@slipway/core";
import { z } from "zod";
import { defineTool, type Tool } from "./tool.ts";

const TaskCards = z
  .array(z.object({ title: z.string().trim().min(1).max(200), prompt: z.string().trim().min(1).max(10_000) }))
  .max(10)
  .optional()
  .describe("Coding tasks that follow from the answer, each prompt complete in itself; the person may send them.");

const Finish = z.strictObject({
  title: z.string().trim().min(1).max(200).describe("As a commit's subject: imperative, at most 72 characters."),
  summary: z.string().trim().min(1).max(20_000).describe("Markdown with citations: what is not obvious from the diff."),
  testing: z.string().trim().max(10_000).optional().describe("Markdown list with citations: each command you ran and its result."),
  not_verified: z.array(z.string().trim().min(1).max(500)).max(20).optional().describe("What you could not prove, and why."),
});

const description = "Ends the work. Call it once everything is done, or to say why it cannot be done.";

/** Who only asks may be answered with tasks; who orders code gets the code. */
export function finishToolOf(mode: TaskMode): Tool {
  return mode === "ask" ? finishAnswerTool : finishCodeTool;
}

const finishCodeTool = defineTool({ name: "finish", description, input: Finish, run: async (input) => finished({ ...input, tasks: [] }) });

const finishAnswerTool = defineTool({
  name: "finish",
  description,
  input: Finish.extend({ tasks: TaskCards }),
  run: async (input) => finished({ ...input, tasks: input.tasks ?? [] }),
});

function finished({
  title,
  summary,
  testing,
  not_verified,
  tasks,
}: z.infer<typeof Finish> & { tasks: { title: string; prompt: string }[] }) {
  return { kind: "finish" as const, title, summary, testing: testing || null, notVerified: not_verified ?? [], tasks };
}
