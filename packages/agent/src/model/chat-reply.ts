import type { ModelPrice } from "@slipway/core";
import { z } from "zod";
import type { ReplyItem } from "../transcript.ts";
import { costOf } from "./cost-of.ts";
import type { ModelReply } from "./model.ts";
import { ModelFaultError } from "./model-fault.ts";

const Delta = z.object({
  content: z.string().nullish(),
  refusal: z.string().nullish(),
  /** Not of the API's text, but of several compatible servers. */
  reasoning_content: z.string().nullish(),
  reasoning: z.string().nullish(),
  tool_calls: z
    .array(
      z.object({
        index: z.int().nullish(),
        id: z.string().nullish(),
        function: z.object({ name: z.string().nullish(), arguments: z.string().nullish() }).nullish(),
      }),
    )
    .nullish(),
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

type Call = { id: string; name: string; input: string };
type Draft = { text: string; refusal: string; reasoning: string; calls: Map<number, Call>; finish: string | null; usage: Chunk["usage"] };

/** Reads the chunks of one Chat Completions stream; one that ends without a finish reason throws. */
export async function readChatReply(chunks: AsyncIterable<unknown>, price: ModelPrice | null): Promise<ModelReply> {
  const draft: Draft = { text: "", refusal: "", reasoning: "", calls: new Map(), finish: null, usage: null };
  for await (const raw of chunks) {
    const parsed = Chunk.safeParse(raw);
    if (!parsed.success) throw new ModelFaultError("broken_reply", `malformed chunk: ${z.prettifyError(parsed.error).slice(0, 300)}`);
    addChunk(draft, parsed.data);
  }
  if (draft.finish === null) throw new ModelFaultError("broken_reply", "the stream ended before the reply was complete");
  const stop = stopOf(draft);
  return { items: itemsOf(draft, stop), usage: usageOf(draft.usage, price), stop };
}

function addChunk(draft: Draft, chunk: Chunk): void {
  draft.usage = chunk.usage ?? draft.usage;
  const choice = chunk.choices[0];
  if (choice === undefined) return;
  draft.finish = choice.finish_reason ?? draft.finish;
  if (choice.delta) addDelta(draft, choice.delta);
}

function addDelta(draft: Draft, delta: Delta): void {
  draft.text += delta.content ?? "";
  draft.refusal += delta.refusal ?? "";
  draft.reasoning += delta.reasoning_content ?? delta.reasoning ?? "";
  for (const part of delta.tool_calls ?? []) {
    // Servers that leave the index out send each call whole.
    const index = part.index ?? draft.calls.size;
    const call = draft.calls.get(index) ?? { id: "", name: "", input: "" };
    draft.calls.set(index, {
      id: part.id || call.id,
      name: call.name || (part.function?.name ?? ""),
      input: call.input + (part.function?.arguments ?? ""),
    });
  }
}

function stopOf({ finish, refusal }: Draft): ModelReply["stop"] {
  if (finish === "length") return "cut_off";
  return finish === "content_filter" || refusal !== "" ? "refused" : "complete";
}

function itemsOf(draft: Draft, stop: ModelReply["stop"]): ReplyItem[] {
  const text = draft.text + draft.refusal;
  // A cut arguments text may still be valid JSON by accident, so none of a cut reply's calls is trusted.
  const calls = stop === "complete" ? [...draft.calls].sort(([a], [b]) => a - b).map(([, call]) => call) : [];
  return [
    ...(draft.reasoning === "" ? [] : [{ type: "reasoning" as const, id: "", summary: [draft.reasoning], encrypted: null }]),
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

function usageOf(usage: Chunk["usage"], price: ModelPrice | null): ModelReply["usage"] {
  const tokens = {
    inputTokens: usage?.prompt_tokens ?? 0,
    cachedInputTokens: usage?.prompt_tokens_details?.cached_tokens ?? 0,
    outputTokens: usage?.completion_tokens ?? 0,
  };
  return { requests: 1, ...tokens, costUsd: costOf(tokens, price) };
}
