import type {
  ChatCompletionAssistantMessageParam,
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageParam,
} from "openai/resources/chat/completions";
import type { TranscriptItem } from "../transcript.ts";
import type { ModelSettings } from "./exchange.ts";
import type { ModelRequest } from "./model.ts";
import type { OptionalFields } from "./optional-fields.ts";

export type ChatField = "stream_options" | "prompt_cache_key" | "parallel_tool_calls";

export function chatRequest(
  request: ModelRequest,
  settings: ModelSettings,
  fields: OptionalFields<ChatField>,
): ChatCompletionCreateParamsStreaming {
  return {
    model: settings.model,
    messages: [{ role: "system", content: request.instructions }, ...chatMessages(request.transcript)],
    tools: request.tools.map(({ name, description, parameters }) => ({ type: "function", function: { name, description, parameters } })),
    stream: true,
    ...(fields.has("stream_options") ? { stream_options: { include_usage: true } } : {}),
    ...(fields.has("parallel_tool_calls") ? { parallel_tool_calls: false } : {}),
    ...(fields.has("prompt_cache_key") ? { prompt_cache_key: request.cacheKey } : {}),
    ...(settings.effort === "low" || settings.effort === "medium" || settings.effort === "high"
      ? { reasoning_effort: settings.effort }
      : {}),
  };
}

/** What one reply said and called is one assistant message; its reasoning has no place in this API. */
function chatMessages(transcript: readonly TranscriptItem[]): ChatCompletionMessageParam[] {
  const messages: ChatCompletionMessageParam[] = [];
  let open: ChatCompletionAssistantMessageParam | null = null;
  for (const item of transcript) {
    if (item.type === "reasoning") continue;
    if (item.type === "agent_text" || item.type === "tool_call") {
      open ??= openMessage(messages);
      addToMessage(open, item);
    } else {
      open = null;
      messages.push(
        item.type === "user_text"
          ? { role: "user", content: item.text }
          : { role: "tool", tool_call_id: item.callId, content: item.output },
      );
    }
  }
  return messages;
}

function openMessage(messages: ChatCompletionMessageParam[]): ChatCompletionAssistantMessageParam {
  const message: ChatCompletionAssistantMessageParam = { role: "assistant", content: null };
  messages.push(message);
  return message;
}

function addToMessage(
  message: ChatCompletionAssistantMessageParam,
  item: Extract<TranscriptItem, { type: "agent_text" | "tool_call" }>,
): void {
  if (item.type === "agent_text") {
    message.content = typeof message.content === "string" ? `${message.content}\n\n${item.text}` : item.text;
    return;
  }
  // A call that was made as a freeform one, before the task moved to this API.
  const input = item.kind === "custom" ? JSON.stringify({ input: item.input }) : item.input;
  message.tool_calls = [
    ...(message.tool_calls ?? []),
    { id: item.callId, type: "function", function: { name: item.name, arguments: input } },
  ];
}
