import type { ResponseCreateParamsStreaming, ResponseInputItem, Tool } from "openai/resources/responses/responses";
import type { TranscriptItem } from "../transcript.ts";
import type { ModelSettings } from "./exchange.ts";
import type { ModelRequest, ToolDefinition } from "./model.ts";
import type { OptionalFields } from "./optional-fields.ts";

export type ResponsesField = "reasoning.summary" | "reasoning" | "include" | "prompt_cache_key" | "parallel_tool_calls";

/** Stateless: nothing is stored by the provider, so the whole conversation travels and reasoning comes back encrypted. */
export function responsesRequest(
  request: ModelRequest,
  settings: ModelSettings,
  fields: OptionalFields<ResponsesField>,
): ResponseCreateParamsStreaming {
  return {
    model: settings.model,
    instructions: request.instructions,
    input: request.transcript.flatMap(inputItem),
    tools: request.tools.map(responsesTool),
    stream: true,
    store: false,
    ...(fields.has("include") ? { include: ["reasoning.encrypted_content"] } : {}),
    ...(fields.has("parallel_tool_calls") ? { parallel_tool_calls: false } : {}),
    ...(fields.has("prompt_cache_key") ? { prompt_cache_key: request.cacheKey } : {}),
    ...reasoning(settings, fields),
  };
}

function reasoning(settings: ModelSettings, fields: OptionalFields<ResponsesField>): Pick<ResponseCreateParamsStreaming, "reasoning"> {
  const summary = fields.has("reasoning") && fields.has("reasoning.summary") ? { summary: "auto" as const } : {};
  const effort = settings.effort === null ? {} : { effort: effortOf(settings.effort) };
  const value = { ...summary, ...effort };
  return Object.keys(value).length === 0 ? {} : { reasoning: value };
}

function effortOf(effort: string): "low" | "medium" | "high" {
  return effort === "low" || effort === "high" ? effort : "medium";
}

function responsesTool(tool: ToolDefinition): Tool {
  if (tool.freeform === undefined) {
    return { type: "function", name: tool.name, description: tool.description, parameters: tool.parameters, strict: false };
  }
  return {
    type: "custom",
    name: tool.name,
    description: tool.description,
    format: { type: "grammar", syntax: "lark", definition: tool.freeform.grammar },
  };
}

function inputItem(item: TranscriptItem): ResponseInputItem[] {
  switch (item.type) {
    case "user_text":
      return [{ type: "message", role: "user", content: item.text }];
    case "agent_text":
      return [{ type: "message", role: "assistant", content: item.text }];
    case "reasoning":
      // Without its encrypted form the provider would look the id up in a store that we do not use.
      if (item.encrypted === null) return [];
      return [
        {
          type: "reasoning",
          id: item.id,
          summary: item.summary.map((text) => ({ type: "summary_text", text })),
          encrypted_content: item.encrypted,
        },
      ];
    case "tool_call":
      return item.kind === "custom"
        ? [{ type: "custom_tool_call", call_id: item.callId, name: item.name, input: item.input }]
        : [{ type: "function_call", call_id: item.callId, name: item.name, arguments: item.input }];
    case "tool_result":
      return item.kind === "custom"
        ? [{ type: "custom_tool_call_output", call_id: item.callId, output: item.output }]
        : [{ type: "function_call_output", call_id: item.callId, output: item.output }];
  }
}
