import type { ModelPrice } from "@slipway/core";
import { z } from "zod";
import type { ReplyItem } from "../transcript.ts";
import { addCallPart, type CallDraft, CallPart } from "./add-call-part.ts";
import { costOf } from "./cost-of.ts";
import type { ModelReply } from "./model.ts";
import { ModelFaultError } from "./model-fault.ts";

const Delta = z.object({
  content: z.string().nullish(),
  refusal: z.string().nullish(),
  /** Not of the API's text, but of several compatible servers. */
  reasoning_content: z.string().nullish(),
  reasoning: z.string().nullish(),
  tool_calls: z.array(CallPart).nullish(),
});
type Delta = z.infer<typeof Delta>;

const Chunk = z.object({
  choices: z.array(z.object({ delta: Delta.nullish(), finish_reason: z.string().nullish() })).default([]),
  usage: z
    .object({
      prompt_tokens: z.int(),
      completion_tokens: z.int(),
      prompt_tokens_details: z.object({ cached_tokens: z.int().nullish() }).nullish(),
    })
    .nullish(),
});
type Chunk = z.infer<typeof Chunk>;

type Draft = {
  text: string;
  refusal: string;
  reasoning: string;
  returned: boolean;
  calls: CallDraft[];
  finish: string | null;
  usage: Chunk["usage"];
};

/** Reads the chunks of one Chat Completions stream; one that ends without a finish reason throws. */
export async function readChatReply(chunks: AsyncIterable<unknown>, price: ModelPrice | null): Promise<ModelReply> {
  const draft: Draft = { text: "", refusal: "", reasoning: "", returned: false, calls: [], finish: null, usage: null };
  for await (const raw of chunks) {
    const parsed = Chunk.safeParse(raw);
    if (!parsed.success) throw new ModelFaultError("broken_reply", `malformed chunk: ${z.prettifyError(parsed.error).slice(0, 300)}`);
    addChunk(draft, parsed.data);
  }
  if (draft.finish === null) throw new ModelFaultError("broken_reply", "the stream ended before the reply was complete");
  const stop = stopOf(draft.finish, draft.refusal);
  return { items: itemsOf(draft, stop), usage: usageOf(draft.usage, price), stop };
}

function addChunk(draft: Draft, chunk: Chunk): void {
  draft.usage = chunk.usage ?? draft.usage;
  const choice = chunk.choices[0];
  if (choice === undefined) return;
  draft.finish = choice.finish_reason || draft.finish;
  if (choice.delta) addDelta(draft, choice.delta);
}

function addDelta(draft: Draft, delta: Delta): void {
  draft.text += delta.content ?? "";
  draft.refusal += delta.refusal ?? "";
  draft.returned ||= Boolean(delta.reasoning_content);
  draft.reasoning += delta.reasoning_content ?? delta.reasoning ?? "";
  for (const part of delta.tool_calls ?? []) addCallPart(draft.calls, part);
}

/** The API's reasons, and what servers that pass on their own say for the same. */
const stopOfReason = new Map<string, ModelReply["stop"]>([
  ["stop", "complete"],
  ["tool_calls", "complete"],
  ["function_call", "complete"],
  ["eos", "complete"],
  ["eos_token", "complete"],
  ["stop_sequence", "complete"],
  ["end_turn", "complete"],
  ["tool_use", "complete"],
  ["length", "cut_off"],
  ["max_tokens", "cut_off"],
  ["model_length", "cut_off"],
  ["content_filter", "refused"],
]);

/** Any other end (`error`, `abort`, `insufficient_system_resource`) is half a reply. */
function stopOf(finish: string, refusal: string): ModelReply["stop"] {
  // Gemini's endpoint says behind a colon what the filter found.
  const stop = stopOfReason.get(finish.toLowerCase().replace(/:.*/s, ""));
  if (stop === undefined) throw new ModelFaultError("broken_reply", `the reply ended with ${finish.slice(0, 100)}`);
  return stop === "complete" && refusal !== "" ? "refused" : stop;
}

function itemsOf(draft: Draft, stop: ModelReply["stop"]): ReplyItem[] {
  const text = draft.text + draft.refusal;
  // A cut arguments text may still be valid JSON by accident, so none of a cut reply's calls is trusted.
  const calls = stop === "complete" ? draft.calls.toSorted((a, b) => a.index - b.index) : [];
  return [
    ...reasoningOf(draft),
    ...(text === "" ? [] : [{ type: "agent_text" as const, text }]),
    ...calls.map((call) => ({
      type: "tool_call" as const,
      callId: call.id,
      name: call.name,
      input: call.input || "{}",
      kind: "function" as const,
    })),
  ];
}

function reasoningOf({ reasoning, returned }: Draft): ReplyItem[] {
  if (reasoning === "") return [];
  return [
    { type: "reasoning", id: "", summary: [reasoning], encrypted: null, ...(returned ? { field: "reasoning_content" as const } : {}) },
  ];
}

function usageOf(usage: Chunk["usage"], price: ModelPrice | null): ModelReply["usage"] {
  const tokens = {
    inputTokens: usage?.prompt_tokens ?? 0,
    cachedInputTokens: usage?.prompt_tokens_details?.cached_tokens ?? 0,
    outputTokens: usage?.completion_tokens ?? 0,
  };
  return { requests: 1, ...tokens, costUsd: costOf(tokens, price) };
}
