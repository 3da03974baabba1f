import type OpenAI from "openai";
import { readChatReply } from "./chat-reply.ts";
import { type ChatField, chatRequest } from "./chat-request.ts";
import type { Exchange, ModelSettings } from "./exchange.ts";
import { openEventStream } from "./open-event-stream.ts";
import { optionalFields } from "./optional-fields.ts";

/** The Chat Completions API, streamed. */
export function chatExchange(client: OpenAI, settings: ModelSettings): Exchange {
  const fields = optionalFields<ChatField>([
    "reasoning_content",
    "stream_options",
    "prompt_cache_key",
    "parallel_tool_calls",
    "reasoning_effort",
  ]);
  return (request, watchdog) =>
    fields.send(() => {
      const sent = client.chat.completions.create(chatRequest(request, settings, fields), { signal: watchdog.signal });
      return readChatReply(openEventStream(sent, watchdog), settings.price);
    });
}
