import type { ModelPrice } from "@slipway/core";
import { z } from "zod";
import type { ReplyItem } from "../transcript.ts";
import { costOf } from "./cost-of.ts";
import { kindOfError } from "./kind-of-error.ts";
import type { ModelReply } from "./model.ts";
import { ModelFaultError } from "./model-fault.ts";

const MessagePart = z.object({ type: z.string(), text: z.string().optional(), refusal: z.string().optional() });
const OutputItem = z.discriminatedUnion("type", [
  z.object({ type: z.literal("message"), content: z.array(MessagePart) }),
  z.object({
    type: z.literal("reasoning"),
    id: z.string().default(""),
    summary: z.array(z.object({ text: z.string() })).default([]),
    content: z.array(z.object({ text: z.string() })).nullish(),
    encrypted_content: z.string().nullish(),
  }),
  z.object({
    type: z.literal("function_call"),
    call_id: z.string(),
    name: z.string(),
    arguments: z.string(),
    status: z.string().nullish(),
  }),
  z.object({ type: z.literal("custom_tool_call"), call_id: z.string(), name: z.string(), input: z.string(), status: z.string().nullish() }),
]);
type OutputItem = z.infer<typeof OutputItem>;

/** Compatible servers put an HTTP status into the code. */
const TurnError = z.object({ code: z.union([z.string(), z.number()]).nullish(), message: z.string().nullish() });
type TurnError = z.infer<typeof TurnError>;

const Terminal = z.object({
  output: z.array(z.unknown()).nullish(),
  error: TurnError.nullish(),
  incomplete_details: z.object({ reason: z.string().nullish() }).nullish(),
  usage: z
    .object({
      input_tokens: z.int(),
      output_tokens: z.int(),
      input_tokens_details: z.object({ cached_tokens: z.int().nullish() }).nullish(),
    })
    .nullish(),
});
type Terminal = z.infer<typeof Terminal>;

const StreamEvent = TurnError.extend({
  type: z.string(),
  output_index: z.int().optional(),
  item: z.unknown().optional(),
  response: z.unknown().optional(),
});
type StreamEvent = z.infer<typeof StreamEvent>;

type ReadInput = { events: AsyncIterable<unknown>; price: ModelPrice | null; onTerminal(): void };

/**
 * Reads the events of one Responses stream. Items count once they are done, the reply once its terminal event came;
 * anything less throws, and what was heard until then is dropped. The stream is read to its end so that its
 * connection can be used again; trouble after the terminal event is nobody's.
 */
export async function readResponsesReply({ events, price, onTerminal }: ReadInput): Promise<ModelReply> {
  const done = new Map<number, unknown>();
  let reply: ModelReply | null = null;
  try {
    for await (const raw of events) {
      if (reply !== null) continue;
      reply = follow(parseOrThrow(StreamEvent, raw), { done, price });
      if (reply !== null) onTerminal();
    }
  } catch (error) {
    if (reply === null) throw error;
  }
  if (reply === null) throw new ModelFaultError("broken_reply", "the stream ended before the reply was complete");
  return reply;
}

/** Notes what is done; a reply once the event is terminal. */
function follow(event: StreamEvent, { done, price }: { done: Map<number, unknown>; price: ModelPrice | null }): ModelReply | null {
  if (event.type === "error") throw failedTurn({ code: event.code, message: event.message });
  if (event.type === "response.output_item.done") done.set(event.output_index ?? done.size, event.item);
  return isTerminal(event) ? replyOf(event, done, price) : null;
}

function isTerminal(event: StreamEvent): boolean {
  return event.type === "response.completed" || event.type === "response.incomplete" || event.type === "response.failed";
}

function replyOf(event: StreamEvent, done: ReadonlyMap<number, unknown>, price: ModelPrice | null): ModelReply {
  const terminal = parseOrThrow(Terminal, event.response);
  if (event.type === "response.failed") throw failedTurn(terminal.error ?? {});
  const inOrder = [...done].sort(([a], [b]) => a - b).map(([, item]) => item);
  const items = (inOrder.length > 0 ? inOrder : (terminal.output ?? [])).flatMap(outputItem);
  return { items: items.flatMap(replyItem), usage: usageOf(terminal, price), stop: stopOf(event, terminal, items) };
}

function stopOf(event: StreamEvent, terminal: Terminal, items: readonly OutputItem[]): ModelReply["stop"] {
  if (event.type === "response.incomplete") return terminal.incomplete_details?.reason === "content_filter" ? "refused" : "cut_off";
  const refused = items.some((item) => item.type === "message" && item.content.some((part) => part.type === "refusal"));
  return refused ? "refused" : "complete";
}

/** Item types that nobody asked for are no concern of ours; a known type in a wrong shape is a broken reply. */
function outputItem(raw: unknown): OutputItem[] {
  const type = z.object({ type: z.string() }).safeParse(raw).data?.type;
  return OutputItem.options.some((option) => option.shape.type.value === type) ? [parseOrThrow(OutputItem, raw)] : [];
}

function replyItem(item: OutputItem): ReplyItem[] {
  switch (item.type) {
    case "message": {
      const text = item.content.map((part) => part.text ?? part.refusal ?? "").join("");
      return text === "" ? [] : [{ type: "agent_text", text }];
    }
    case "reasoning": {
      const texts = item.summary.length > 0 ? item.summary : (item.content ?? []);
      return [{ type: "reasoning", id: item.id, summary: texts.map((part) => part.text), encrypted: item.encrypted_content ?? null }];
    }
    case "function_call":
      return item.status === "incomplete"
        ? []
        : [{ type: "tool_call", callId: item.call_id, name: item.name, input: item.arguments, kind: "function" }];
    case "custom_tool_call":
      return item.status === "incomplete"
        ? []
        : [{ type: "tool_call", callId: item.call_id, name: item.name, input: item.input, kind: "custom" }];
  }
}

function usageOf({ usage }: Terminal, price: ModelPrice | null): ModelReply["usage"] {
  const tokens = {
    inputTokens: usage?.input_tokens ?? 0,
    cachedInputTokens: usage?.input_tokens_details?.cached_tokens ?? 0,
    outputTokens: usage?.output_tokens ?? 0,
  };
  return { requests: 1, ...tokens, costUsd: costOf(tokens, price) };
}

function failedTurn(error: TurnError): ModelFaultError {
  const message = error.message ?? String(error.code ?? "the turn failed without a reason");
  return new ModelFaultError(kindOfError({ httpStatus: undefined, ...error, message }), message);
}

function parseOrThrow<Schema extends z.ZodType>(schema: Schema, raw: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new ModelFaultError("broken_reply", `malformed event: ${z.prettifyError(parsed.error).slice(0, 300)}`);
}
