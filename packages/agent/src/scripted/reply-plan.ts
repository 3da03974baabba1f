import { tokensOf } from "./prompt-cache.ts";
import type { ScriptReply, ScriptRequest } from "./script.ts";

/** A call as it goes out: freeform with raw text, or a function with JSON. */
export type PlannedCall = { id: string; name: string; input: string; freeform: boolean };

/** A reply with everything decided that the two wire forms share. */
export type ReplyPlan = {
  id: string;
  model: string;
  reasoning: string | null;
  text: string | null;
  refusal: string | null;
  calls: PlannedCall[];
  usage: { input: number; cached: number; output: number };
  cutOff: boolean;
  finishReason: string | null;
  indexes: NonNullable<ScriptReply["indexes"]> | null;
};

export function planReply(input: {
  reply: ScriptReply;
  request: Omit<ScriptRequest, "repeats">;
  freeform: ReadonlySet<string>;
  id: string;
  counted: { input: number; cached: number };
}): ReplyPlan {
  const { reply, request, freeform, counted } = input;
  const calls = (reply.calls ?? []).map((call, index) => ({
    id: call.callId ?? `call_${request.step + 1}${index === 0 ? "" : `_${index + 1}`}`,
    name: call.name,
    input: wireInput(call.name, call.input, freeform.has(call.name)),
    freeform: freeform.has(call.name),
  }));
  const said = [reply.reasoning, reply.text, reply.refusal, ...calls.map((call) => call.input)].join("");
  return {
    id: input.id,
    model: request.model,
    reasoning: reply.reasoning ?? null,
    text: reply.text ?? null,
    refusal: reply.refusal ?? null,
    calls,
    usage: reply.usage === undefined ? { ...counted, output: tokensOf(said) } : { cached: 0, ...reply.usage },
    cutOff: reply.cutOff ?? false,
    finishReason: reply.finishReason ?? null,
    indexes: reply.indexes ?? null,
  };
}

function wireInput(name: string, input: string | Record<string, unknown>, freeform: boolean): string {
  if (typeof input !== "string") return JSON.stringify(input);
  return name === "apply_patch" && !freeform ? JSON.stringify({ input }) : input;
}

/** Pieces of about a word or two, as a model streams them. */
export function deltasOf(text: string): string[] {
  return text.match(/\s*\S{1,24}\s*/g) ?? (text === "" ? [] : [text]);
}
