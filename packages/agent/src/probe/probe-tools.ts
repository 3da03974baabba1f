import { z } from "zod";
import type { ModelReply, ToolDefinition } from "../model/model.ts";
import type { ToolCall } from "../transcript.ts";

const Sum = z.object({ a: z.number(), b: z.number() });

/** The tool of the first question; what it answers is told back to the model. */
export const addTool: ToolDefinition = {
  name: "add",
  description: "Adds two numbers.",
  parameters: {
    type: "object",
    properties: { a: { type: "number" }, b: { type: "number" } },
    required: ["a", "b"],
    additionalProperties: false,
  },
};

/** A tool whose input is raw text of a grammar, as the patches of tasks are. */
export const writeTool: ToolDefinition = {
  name: "write",
  description: "Writes a word in capital letters.",
  parameters: { type: "object", properties: { input: { type: "string" } }, required: ["input"], additionalProperties: false },
  freeform: { grammar: "start: /[A-Z]+/" },
};

export function callsOf(reply: ModelReply, name: string): ToolCall[] {
  return reply.items.filter((item) => item.type === "tool_call").filter((call) => call.name === name);
}

/** Null where the model's arguments are not what the tool takes. */
export function sumOf({ input }: ToolCall): number | null {
  try {
    const { a, b } = Sum.parse(JSON.parse(input));
    return a + b;
  } catch {
    return null;
  }
}
