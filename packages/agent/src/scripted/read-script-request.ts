import { z } from "zod";
import { isJsonObject } from "../model/is-json-object.ts";
import type { TranscriptItem } from "../transcript.ts";
import type { ScriptRequest } from "./script.ts";

const Text = z.union([
  z.string(),
  z.array(z.object({ text: z.string().default("") })).transform((parts) => parts.map(({ text }) => text).join("")),
]);

/** vLLM and others read every call of the conversation again, and refuse the request for one that is no JSON object. */
const Arguments = z.string().refine(isJsonObject, "the arguments of a call are no JSON object");
/** What providers allow as a tool's name. */
const ToolName = z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/);

const InputItem = z.union([
  z.object({ type: z.literal("message").optional(), role: z.enum(["user", "assistant", "system", "developer"]), content: Text }),
  z.object({ type: z.literal("function_call"), call_id: z.string(), name: ToolName, arguments: Arguments }),
  z.object({ type: z.literal("custom_tool_call"), call_id: z.string(), name: ToolName, input: z.string() }),
  z.object({ type: z.enum(["function_call_output", "custom_tool_call_output"]), call_id: z.string(), output: Text }),
  z.object({
    type: z.literal("reasoning"),
    id: z.string(),
    summary: z.array(z.object({ text: z.string() })),
    encrypted_content: z.string().nullish(),
  }),
]);

const ResponsesBody = z.object({
  model: z.string(),
  instructions: z.string().default(""),
  input: z.union([
    z.string().transform((text) => [{ role: "user" as const, content: text }]),
    z.array(InputItem).refine(hasWhatReasoningIsFor, "a reasoning item was provided without its required following item"),
  ]),
  tools: z.array(z.object({ type: z.string(), name: z.string().default("") })).default([]),
});

const ChatBody = z.object({
  model: z.string(),
  messages: z.array(
    z.object({
      role: z.enum(["system", "developer", "user", "assistant", "tool"]),
      content: Text.nullish(),
      reasoning_content: z.string().nullish(),
      tool_call_id: z.string().default(""),
      tool_calls: z.array(z.object({ id: z.string(), function: z.object({ name: ToolName, arguments: Arguments }) })).nullish(),
    }),
  ),
  tools: z.array(z.object({ function: z.object({ name: z.string() }) })).default([]),
});

/** `freeform` names the tools that take raw text in this request. */
export type ReadRequest = { request: Omit<ScriptRequest, "repeats">; freeform: ReadonlySet<string> };

/** Reads a Responses body. Throws a ZodError for what the API would refuse, too. */
export function readResponsesRequest(body: unknown): ReadRequest {
  const { model, instructions, input, tools } = ResponsesBody.parse(body);
  const transcript = input.map(transcriptItem);
  const freeform = new Set(tools.filter(({ type }) => type === "custom").map(({ name }) => name));
  return {
    request: {
      api: "responses",
      model,
      instructions,
      tools: tools.map(({ name }) => name),
      pictures: picturesOf(body),
      ...told(transcript),
    },
    freeform,
  };
}

/** Reads a Chat Completions body. */
export function readChatRequest(body: unknown): ReadRequest {
  const { model, messages, tools } = ChatBody.parse(body);
  const instructions = messages
    .flatMap(({ role, content }) => (role === "system" || role === "developer" ? [content ?? ""] : []))
    .join("\n");
  const transcript = messages.flatMap(chatItems);
  return {
    request: {
      api: "chat",
      model,
      instructions,
      tools: tools.map((tool) => tool.function.name),
      pictures: picturesOf(body),
      ...told(transcript),
    },
    freeform: new Set(),
  };
}

/** OpenAI takes reasoning only with the message or call that it led to. */
function hasWhatReasoningIsFor(items: readonly z.infer<typeof InputItem>[]): boolean {
  return items.every((item, index) => {
    const next = items[index + 1];
    if ("role" in item || item.type !== "reasoning") return true;
    if (next === undefined) return false;
    return "role" in next ? next.role === "assistant" : !next.type.endsWith("_output");
  });
}

function transcriptItem(item: z.infer<typeof InputItem>): TranscriptItem {
  if ("role" in item) return { type: item.role === "assistant" ? "agent_text" : "user_text", text: item.content };
  switch (item.type) {
    case "function_call":
      return { type: "tool_call", callId: item.call_id, name: item.name, input: item.arguments, kind: "function" };
    case "custom_tool_call":
      return { type: "tool_call", callId: item.call_id, name: item.name, input: item.input, kind: "custom" };
    case "reasoning":
      return { type: "reasoning", id: item.id, summary: item.summary.map(({ text }) => text), encrypted: item.encrypted_content ?? null };
    case "function_call_output":
    case "custom_tool_call_output":
      return {
        type: "tool_result",
        callId: item.call_id,
        kind: item.type === "custom_tool_call_output" ? "custom" : "function",
        output: item.output,
      };
  }
}

function chatItems(message: z.infer<typeof ChatBody>["messages"][number]): TranscriptItem[] {
  const text = message.content ?? "";
  switch (message.role) {
    case "system":
    case "developer":
      return [];
    case "user":
      return [{ type: "user_text", text }];
    case "tool":
      return [{ type: "tool_result", callId: message.tool_call_id, kind: "function", output: text }];
    case "assistant": {
      const calls = (message.tool_calls ?? []).map(
        (call): TranscriptItem => ({
          type: "tool_call",
          callId: call.id,
          name: call.function.name,
          input: call.function.arguments,
          kind: "function",
        }),
      );
      const reasoning = message.reasoning_content
        ? [
            {
              type: "reasoning" as const,
              id: "",
              summary: [message.reasoning_content],
              encrypted: null,
              field: "reasoning_content" as const,
            },
          ]
        : [];
      return [...reasoning, ...(text === "" ? [] : [{ type: "agent_text" as const, text }]), ...calls];
    }
  }
}

/** Data URLs wherever an API may carry them, in order. */
function picturesOf(body: unknown): string[] {
  if (Array.isArray(body)) return body.flatMap(picturesOf);
  if (typeof body !== "object" || body === null) return [];
  return Object.values(body).flatMap((value) =>
    typeof value === "string" && value.startsWith("data:image/") ? [value] : picturesOf(value),
  );
}

function told(transcript: readonly TranscriptItem[]): Pick<ScriptRequest, "transcript" | "userTexts" | "prompt" | "step"> {
  const userTexts = transcript.flatMap((item) => (item.type === "user_text" ? [item.text] : []));
  // Calls of one reply stand side by side; results or texts of others stand between two replies.
  const step = transcript.filter((item, index) => item.type === "tool_call" && transcript[index - 1]?.type !== "tool_call").length;
  return { transcript, userTexts, prompt: userTexts.at(-1) ?? "", step };
}
