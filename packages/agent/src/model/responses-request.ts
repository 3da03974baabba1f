import type {
  ResponseCreateParamsStreaming,
  ResponseInputImage,
  ResponseInputItem,
  ResponseInputText,
  Tool,
} from "openai/resources/responses/responses";
import type { ToolCall, TranscriptItem } from "../transcript.ts";
import { callToSend, nameToSend } from "./call-to-send.ts";
import type { ModelSettings, RequestOfExchange } from "./exchange.ts";
import type { ToolDefinition } from "./model.ts";
import type { OptionalFields } from "./optional-fields.ts";
import { type Pictures, shownPictures } from "./pictures.ts";

export type ResponsesField = "reasoning.summary" | "reasoning" | "include" | "prompt_cache_key" | "parallel_tool_calls";

/** Stateless: nothing is stored by the provider, so the whole conversation travels and reasoning comes back encrypted. */
export function responsesRequest(
  request: RequestOfExchange,
  settings: ModelSettings,
  fields: OptionalFields<ResponsesField>,
): ResponseCreateParamsStreaming {
  const { freeformPatch, parallelCalls } = settings.capabilities;
  return {
    model: settings.model,
    instructions: request.instructions,
    input: request.transcript
      .filter(hasOutcome)
      .flatMap((item) => inputItem(item, { pictures: request.pictures, freeform: freeformPatch })),
    tools: request.tools.map((tool) => responsesTool(tool, freeformPatch)),
    stream: true,
    store: false,
    ...(fields.has("include") && reasons(settings) ? { include: ["reasoning.encrypted_content"] } : {}),
    ...(fields.has("parallel_tool_calls") ? { parallel_tool_calls: parallelCalls } : {}),
    ...(fields.has("prompt_cache_key") ? { prompt_cache_key: request.cacheKey } : {}),
    ...reasoning(settings, fields),
  };
}

function reasoning(settings: ModelSettings, fields: OptionalFields<ResponsesField>): Pick<ResponseCreateParamsStreaming, "reasoning"> {
  const summary = reasons(settings) && fields.has("reasoning") && fields.has("reasoning.summary") ? { summary: "auto" as const } : {};
  const effort = settings.effort === null ? {} : { effort: effortOf(settings.effort) };
  const value = { ...summary, ...effort };
  return Object.keys(value).length === 0 ? {} : { reasoning: value };
}

/** A chosen effort is a person's word for it. */
function reasons({ capabilities, effort }: ModelSettings): boolean {
  return capabilities.reasoning || effort !== null;
}

function effortOf(effort: string): "low" | "medium" | "high" {
  return effort === "low" || effort === "high" ? effort : "medium";
}

function responsesTool(tool: ToolDefinition, freeform: boolean): Tool {
  if (tool.freeform === undefined || !freeform) {
    return { type: "function", name: tool.name, description: tool.description, parameters: tool.parameters, strict: false };
  }
  return {
    type: "custom",
    name: tool.name,
    description: tool.description,
    format: { type: "grammar", syntax: "lark", definition: tool.freeform.grammar },
  };
}

/** OpenAI refuses reasoning without the message or call that it led to, as a reply leaves it that was cut off. */
function hasOutcome(item: TranscriptItem, index: number, transcript: readonly TranscriptItem[]): boolean {
  if (item.type !== "reasoning") return true;
  const next = transcript.slice(index).find(({ type }) => type !== "reasoning");
  return next?.type === "agent_text" || next?.type === "tool_call";
}

type ItemContext = { pictures: Pictures; freeform: boolean };

function inputItem(item: TranscriptItem, { pictures, freeform }: ItemContext): ResponseInputItem[] {
  switch (item.type) {
    case "user_text":
      return [{ type: "message", role: "user", content: withPictures(item, item.text, pictures) }];
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
      return [callItem(item, freeform)];
    case "tool_result":
      return [
        {
          type: item.kind === "custom" && freeform ? "custom_tool_call_output" : "function_call_output",
          call_id: item.callId,
          output: withPictures(item, item.output, pictures),
        },
      ];
  }
}

function callItem(call: ToolCall, freeform: boolean): ResponseInputItem {
  const { kind, callId, name, input } = call;
  if (kind === "custom" && freeform) return { type: "custom_tool_call", call_id: callId, name: nameToSend(name), input };
  return { type: "function_call", call_id: callId, ...callToSend(call) };
}

function withPictures(item: TranscriptItem, plain: string, pictures: Pictures): string | (ResponseInputText | ResponseInputImage)[] {
  const { text, urls } = shownPictures(item, plain, pictures);
  if (urls.length === 0) return text;
  return [
    { type: "input_text", text },
    ...urls.map((url): ResponseInputImage => ({ type: "input_image", detail: "auto", image_url: url })),
  ];
}
