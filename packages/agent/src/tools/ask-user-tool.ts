import { z } from "zod";
import { defineTool } from "./tool.ts";

export const askUserTool = defineTool({
  name: "ask_user",
  description:
    "Asks the person and waits for the answer, which may take hours. Only where the answer changes what is built and the repository cannot tell; else decide and say so.",
  input: z.strictObject({
    question: z.string().trim().min(1).max(2_000),
    choices: z.array(z.string().trim().min(1).max(200)).max(6).optional().describe("Likely answers; another one can be written."),
  }),
  async run({ question, choices = [] }) {
    return { kind: "ask", question, choices };
  },
});
