const codes = new Set([
  "context_length_exceeded",
  "string_above_max_length",
  "request_too_large",
  "exceed_context_size_error",
  "tokens_limit_reached",
  "model_max_prompt_tokens_exceeded",
]);

/** Most compatible servers have no code for it; whose words these are stands with the cases of the test. */
const phrases = [
  /context (?:length|window|size|limit)|maximum context|when context the overflows/i,
  /(?:prompt|input) (?:is )?too long|prompt exceeds max|maximum prompt length/i,
  /(?:input|prompt) (?:token count|tokens|length)\b.{0,40}\bexceeds? the/i,
  /prompt.{0,30}(?:longer than the maximum model|exceeds the max_model_len)/i,
  /reduce the length of the messages|range of input length should be|current length is \d+ while limit is/i,
  /too many (?:input )?tokens|model token limit|tokens in request more than|`inputs` tokens \+ `max_new_tokens`/i,
];

/** The limit of a reply, whose message may name the context, too; a shorter conversation does not help. */
const outputLimit = /max_(?:completion_|output_)?tokens\W+(?:is )?too large/i;

/** More than the account may ever send in a minute: no wait helps, a shorter conversation does. */
const aboveRate = /request too large for/i;

/** Whether an error says that the conversation does not fit into the model's context. */
export function isContextOverflow(error: { status: number | undefined; words: readonly string[]; message: string }): boolean {
  const { status, words, message } = error;
  if (status === 413 || words.some((word) => codes.has(word))) return true;
  if (status === 429) return aboveRate.test(message);
  return mayBeTooLong(status) && !outputLimit.test(message) && phrases.some((phrase) => phrase.test(message));
}

function mayBeTooLong(status: number | undefined): boolean {
  return status === undefined || status === 400 || status === 422 || status >= 500;
}
