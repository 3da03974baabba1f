import { deltasOf, type PlannedCall, type ReplyPlan } from "./reply-plan.ts";

type WireEvent = { type: string } & Record<string, unknown>;

/**
 * The events of one streamed response, in the order the API documents
 * (https://platform.openai.com/docs/api-reference/responses-streaming).
 */
export function* responsesEvents(plan: ReplyPlan): Generator<WireEvent> {
  let sequence = 0;
  for (const event of unnumberedEvents(plan)) yield { ...event, sequence_number: sequence++ };
}

function* unnumberedEvents(plan: ReplyPlan): Generator<WireEvent> {
  const started = responseObject(plan, { status: "in_progress", output: [] });
  yield { type: "response.created", response: started };
  yield { type: "response.in_progress", response: started };
  const output: unknown[] = [];
  if (plan.reasoning !== null) output.push(yield* reasoningEvents(plan.id, plan.reasoning, output.length));
  if (plan.text !== null) output.push(yield* messageEvents({ id: plan.id, text: plan.text, part: "output_text", index: output.length }));
  if (plan.refusal !== null) output.push(yield* messageEvents({ id: plan.id, text: plan.refusal, part: "refusal", index: output.length }));
  for (const call of plan.calls) {
    const last = call === plan.calls.at(-1);
    output.push(yield* callEvents(call, output.length, plan.cutOff && last));
  }
  const response = responseObject(plan, { status: plan.cutOff ? "incomplete" : "completed", output });
  yield plan.cutOff
    ? { type: "response.incomplete", response: { ...response, incomplete_details: { reason: "max_output_tokens" } } }
    : { type: "response.completed", response };
}

function responseObject(plan: ReplyPlan, state: { status: string; output: unknown[] }): Record<string, unknown> {
  const { input, cached, output } = plan.usage;
  const usage = {
    input_tokens: input,
    input_tokens_details: { cached_tokens: cached, cache_write_tokens: 0 },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: input + output,
  };
  return {
    id: plan.id,
    object: "response",
    created_at: 0,
    model: plan.model,
    error: null,
    incomplete_details: null,
    parallel_tool_calls: false,
    tool_choice: "auto",
    tools: [],
    ...state,
    usage: state.status === "in_progress" ? null : usage,
  };
}

function* reasoningEvents(id: string, text: string, index: number): Generator<WireEvent, unknown> {
  const item = { type: "reasoning", id: `rs_${id}` };
  const at = { item_id: item.id, output_index: index, summary_index: 0 };
  yield { type: "response.output_item.added", output_index: index, item: { ...item, summary: [] } };
  yield { type: "response.reasoning_summary_part.added", ...at, part: { type: "summary_text", text: "" } };
  for (const delta of deltasOf(text)) yield { type: "response.reasoning_summary_text.delta", ...at, delta };
  yield { type: "response.reasoning_summary_text.done", ...at, text };
  yield { type: "response.reasoning_summary_part.done", ...at, part: { type: "summary_text", text } };
  const done = { ...item, summary: [{ type: "summary_text", text }], encrypted_content: Buffer.from(text).toString("base64") };
  yield { type: "response.output_item.done", output_index: index, item: done };
  return done;
}

function* messageEvents(message: {
  id: string;
  text: string;
  part: "output_text" | "refusal";
  index: number;
}): Generator<WireEvent, unknown> {
  const { text, part, index } = message;
  const item = { type: "message", id: `msg_${message.id}`, role: "assistant" };
  const at = { item_id: item.id, output_index: index, content_index: 0 };
  const content = (value: string) =>
    part === "refusal" ? { type: part, refusal: value } : { type: part, text: value, annotations: [], logprobs: [] };
  yield { type: "response.output_item.added", output_index: index, item: { ...item, status: "in_progress", content: [] } };
  yield { type: "response.content_part.added", ...at, part: content("") };
  for (const delta of deltasOf(text)) yield { type: `response.${part}.delta`, ...at, delta, logprobs: [] };
  yield { type: `response.${part}.done`, ...at, ...(part === "refusal" ? { refusal: text } : { text, logprobs: [] }) };
  yield { type: "response.content_part.done", ...at, part: content(text) };
  const done = { ...item, status: "completed", content: [content(text)] };
  yield { type: "response.output_item.done", output_index: index, item: done };
  return done;
}

function* callEvents(call: PlannedCall, index: number, unfinished: boolean): Generator<WireEvent, unknown> {
  const type = call.freeform ? "custom_tool_call" : "function_call";
  const field = call.freeform ? "input" : "arguments";
  const event = call.freeform ? "response.custom_tool_call_input" : "response.function_call_arguments";
  const item = { type, id: `${call.freeform ? "ctc" : "fc"}_${call.id}`, call_id: call.id, name: call.name };
  const at = { item_id: item.id, output_index: index };
  yield { type: "response.output_item.added", output_index: index, item: { ...item, [field]: "", status: "in_progress" } };
  for (const delta of deltasOf(call.input)) yield { type: `${event}.delta`, ...at, delta };
  yield { type: `${event}.done`, ...at, name: call.name, [field]: call.input };
  const done = { ...item, [field]: call.input, status: unfinished ? "incomplete" : "completed" };
  yield { type: "response.output_item.done", output_index: index, item: done };
  return done;
}
