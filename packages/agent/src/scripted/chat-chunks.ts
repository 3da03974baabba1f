import { deltasOf, type ReplyPlan } from "./reply-plan.ts";

/** The chunks of one streamed chat completion, usage last; `[DONE]` is the sender's. */
export function* chatChunks(plan: ReplyPlan): Generator<Record<string, unknown>> {
  const chunk = (delta: Record<string, unknown>, finish: string | null = null) => ({
    ...envelope(plan),
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
  });
  yield chunk({ role: "assistant", content: "" });
  for (const text of deltasOf(plan.reasoning ?? "")) yield chunk({ reasoning_content: text });
  for (const text of deltasOf(plan.text ?? "")) yield chunk({ content: text });
  for (const text of deltasOf(plan.refusal ?? "")) yield chunk({ refusal: text });
  for (const [place, call] of plan.calls.entries()) {
    const at = { counted: { index: place }, zero: { index: 0 }, none: {} }[plan.indexes ?? "counted"];
    yield chunk({ tool_calls: [{ ...at, id: call.id, type: "function", function: { name: call.name, arguments: "" } }] });
    for (const text of deltasOf(call.input)) yield chunk({ tool_calls: [{ ...at, function: { arguments: text } }] });
  }
  yield chunk({}, finishReason(plan));
  const { input, cached, output } = plan.usage;
  yield {
    ...envelope(plan),
    choices: [],
    usage: {
      prompt_tokens: input,
      completion_tokens: output,
      total_tokens: input + output,
      prompt_tokens_details: { cached_tokens: cached },
    },
  };
}

function envelope(plan: ReplyPlan): Record<string, unknown> {
  return { id: plan.id, object: "chat.completion.chunk", created: 0, model: plan.model };
}

function finishReason(plan: ReplyPlan): string {
  if (plan.finishReason !== null) return plan.finishReason;
  if (plan.cutOff) return "length";
  return plan.calls.length > 0 ? "tool_calls" : "stop";
}
