import type {
  ChatCompletionAssistantMessageParam,
  ChatCompletionContentPart,
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageParam,
} from "openai/resources/chat/completions";
import type { TranscriptItem } from "../transcript.ts";
import { callToSend } from "./call-to-send.ts";
import type { ModelSettings, RequestOfExchange } from "./exchange.ts";
import type { OptionalFields } from "./optional-fields.ts";
import { type Pictures, shownPictures } from "./pictures.ts";

export type ChatField = "reasoning_content" | "stream_options" | "prompt_cache_key" | "parallel_tool_calls" | "reasoning_effort";

export function chatRequest(
  request: RequestOfExchange,
  settings: ModelSettings,
  fields: OptionalFields<ChatField>,
): ChatCompletionCreateParamsStreaming {
  const transcript = fields.has("reasoning_content") ? request.transcript : request.transcript.filter(({ type }) => type !== "reasoning");
  return {
    model: settings.model,
    messages: [{ role: "system", content: request.instructions }, ...chatMessages(transcript, request.pictures)],
    tools: request.tools.map(({ name, description, parameters }) => ({ type: "function", function: { name, description, parameters } })),
    stream: true,
    ...(fields.has("stream_options") ? { stream_options: { include_usage: true } } : {}),
    ...(fields.has("parallel_tool_calls") ? { parallel_tool_calls: settings.capabilities.parallelCalls } : {}),
    ...(fields.has("prompt_cache_key") ? { prompt_cache_key: request.cacheKey } : {}),
    ...(fields.has("reasoning_effort") ? effortOf(settings.effort) : {}),
  };
}

function effortOf(effort: string | null): { reasoning_effort?: "low" | "medium" | "high" } {
  return effort === "low" || effort === "medium" || effort === "high" ? { reasoning_effort: effort } : {};
}

/** DeepSeek and Moonshot refuse a call without the reasoning that came with it, in a field that the API's text does not know. */
type AssistantMessage = ChatCompletionAssistantMessageParam & { reasoning_content?: string };

/** What one reply said and called is one assistant message; calls have their reasoning where it came in a field of its own. */
function chatMessages(transcript: readonly TranscriptItem[], pictures: Pictures): ChatCompletionMessageParam[] {
  const messages: ChatCompletionMessageParam[] = [];
  let open: AssistantMessage | null = null;
  for (const [index, item] of transcript.entries()) {
    if (item.type === "reasoning") continue;
    if (item.type === "agent_text" || item.type === "tool_call") {
      open ??= openMessage(messages);
      addToMessage(open, item);
      Object.assign(open, thoughtOfCall(transcript, index));
      continue;
    }
    open = null;
    messages.push(item.type === "user_text" ? userMessage(item, pictures) : toolMessage(item, pictures));
    if (transcript[index + 1]?.type !== "tool_result") messages.push(...picturesOfResults(transcript, index, pictures));
  }
  return messages;
}

function userMessage(item: Extract<TranscriptItem, { type: "user_text" }>, pictures: Pictures): ChatCompletionMessageParam {
  const { text, urls } = shownPictures(item, item.text, pictures);
  return { role: "user", content: urls.length === 0 ? text : [{ type: "text", text }, ...urls.map(imagePart)] };
}

function toolMessage(item: Extract<TranscriptItem, { type: "tool_result" }>, pictures: Pictures): ChatCompletionMessageParam {
  return { role: "tool", tool_call_id: item.callId, content: shownPictures(item, item.output, pictures).text };
}

/** A tool's message carries no pictures in this API: those of the results that end at `last` follow as the user's. */
function picturesOfResults(transcript: readonly TranscriptItem[], last: number, pictures: Pictures): ChatCompletionMessageParam[] {
  const first = transcript.findLastIndex((item, index) => index <= last && item.type !== "tool_result") + 1;
  const parts = transcript.slice(first, last + 1).flatMap((item): ChatCompletionContentPart[] => {
    const urls = item.type === "tool_result" ? shownPictures(item, "", pictures).urls : [];
    return urls.length === 0 || item.type !== "tool_result"
      ? []
      : [{ type: "text", text: `Pictures of the result of ${item.callId}:` }, ...urls.map(imagePart)];
  });
  return parts.length === 0 ? [] : [{ role: "user", content: parts }];
}

function imagePart(url: string): ChatCompletionContentPart {
  return { type: "image_url", image_url: { url } };
}

function thoughtOfCall(transcript: readonly TranscriptItem[], index: number): Pick<AssistantMessage, "reasoning_content"> {
  if (transcript[index]?.type !== "tool_call") return {};
  const before = transcript.slice(0, index).findLast(({ type }) => type !== "tool_call" && type !== "agent_text");
  return before?.type === "reasoning" && before.field === "reasoning_content" ? { reasoning_content: before.summary.join("") } : {};
}

function openMessage(messages: ChatCompletionMessageParam[]): AssistantMessage {
  const message: AssistantMessage = { role: "assistant", content: null };
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
  message.tool_calls = [...(message.tool_calls ?? []), { id: item.callId, type: "function", function: callToSend(item) }];
}
