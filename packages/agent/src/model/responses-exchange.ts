import type OpenAI from "openai";
import type { Exchange, ModelSettings } from "./exchange.ts";
import { openEventStream } from "./open-event-stream.ts";
import { optionalFields } from "./optional-fields.ts";
import { readResponsesReply } from "./responses-reply.ts";
import { type ResponsesField, responsesRequest } from "./responses-request.ts";

/** The Responses API, streamed and stateless. */
export function responsesExchange(client: OpenAI, settings: ModelSettings): Exchange {
  const fields = optionalFields<ResponsesField>(["reasoning.summary", "reasoning", "include", "prompt_cache_key", "parallel_tool_calls"]);
  return (request, watchdog) =>
    fields.send(() => {
      const sent = client.responses.create(responsesRequest(request, settings, fields), { signal: watchdog.signal });
      return readResponsesReply({ events: openEventStream(sent, watchdog), price: settings.price, onTerminal: watchdog.closing });
    });
}
