import { describe, expect, test } from "vitest";
import { aModel, apis } from "../../test/agent-fixture.ts";
import { type ScriptFault, startScriptedModel } from "../index.ts";
import { isContextOverflow } from "./is-context-overflow.ts";

const phrasings = [
  // OpenAI and Azure
  "This model's maximum context length is 128000 tokens. However, your messages resulted in 130000 tokens. Please reduce the length of the messages.",
  "This model's maximum context length is 16385 tokens. However, you requested 17000 tokens (16000 in the messages, 1000 in the completion).",
  "Your input exceeds the context window of this model. Please adjust your input and try again.",
  "Input tokens exceed the configured limit of 272000 tokens. Your messages resulted in 290000 tokens. Please reduce the length of the messages.",
  // Anthropic and Bedrock
  "prompt is too long: 210000 tokens > 200000 maximum",
  "input length and `max_tokens` exceed context limit: 190000 + 32000 > 200000, decrease input length or `max_tokens` and try again",
  "Input is too long for requested model.",
  // Gemini
  "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).",
  "The input token count exceeds the maximum number of tokens allowed 1048576.",
  // xAI
  "This model's maximum prompt length is 131072 but the request contains 537812 tokens.",
  // vLLM, SGLang and TGI
  "The decoder prompt (length 40000) is longer than the maximum model length of 32768. Make sure that `max_model_len` is no smaller.",
  "The engine prompt length 1327246 exceeds the max_model_len 32768. Please reduce prompt.",
  "Requested token count exceeds the model's maximum context length of 40960 tokens.",
  "The input (40000 tokens) is longer than the model's context length (32768 tokens).",
  "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 32769. Given: 40000 `inputs` tokens and 100 `max_new_tokens`",
  // llama.cpp, LM Studio and Ollama
  "the request exceeds the available context size, try increasing the context size or enable context shift",
  "request (9010 tokens) exceeds the available context size (4096 tokens), try increasing it",
  "Trying to keep the first 9000 tokens when context the overflows. However, the model is loaded with a window of only 4096 tokens.",
  "The number of tokens to keep from the initial prompt is greater than the context length.",
  "input length exceeds the context length",
  "prompt too long; exceeded max context length by 5000 tokens",
  // Mistral, OpenRouter, Groq, Cerebras, DashScope, Moonshot, Z.ai, MiniMax, GitHub and Databricks
  "Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length",
  "This endpoint's maximum context length is 131072 tokens. However, you requested about 140000 tokens (138000 of text input).",
  "The context length is 8192 tokens. However, you requested 9000.",
  "Please reduce the length of the messages or completion.",
  "Current length is 9000 while limit is 8192",
  "<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 129024]",
  "Invalid request: Your request exceeded model token limit: 131072",
  "Prompt exceeds max length",
  "invalid params, context window exceeds limit (2013)",
  "prompt token count of 130000 exceeds the limit of 128000",
  "tokens in request more than max tokens allowed",
];

test.each(phrasings)("is too long: %s", (message) => {
  for (const status of [400, 422, 500, undefined]) expect(isContextOverflow({ status, words: [], message })).toBe(true);
});

test.each([
  "context_length_exceeded",
  "string_above_max_length",
  "request_too_large",
  "exceed_context_size_error",
  "tokens_limit_reached",
  "model_max_prompt_tokens_exceeded",
])("the code %s says it without words", (code) => {
  expect(isContextOverflow({ status: 400, words: [code], message: "no" })).toBe(true);
});

test("a request that is larger than a whole minute's tokens fits no better after a wait", () => {
  const message = "Request too large for gpt-4o in organization org-x on tokens per min (TPM): Limit 30000, Requested 40000.";
  expect(isContextOverflow({ status: 429, words: ["rate_limit_exceeded"], message })).toBe(true);
});

test.each([
  [400, "max_tokens is too large: 100000. This model supports at most 16384 completion tokens, whereas you provided 100000."],
  [400, "'max_tokens' or 'max_completion_tokens' is too large: 2000. This model's maximum context length is 4096 tokens."],
  [400, "max_output_tokens is too large: 100000"],
  [400, "max_tokens: 64000 > 32000, which is the maximum allowed number of output tokens for this model"],
  [400, "Invalid max_tokens value, the valid range of max_tokens is [1, 8192]"],
  [400, "Invalid 'tools': array too long. Expected an array with maximum length 128, but got an array with length 129 instead."],
  [400, "Unsupported value: 'tool_choice' does not support 'required' with this model."],
  [429, "Rate limit reached for gpt-4o on tokens per min (TPM): Limit 30000, Used 29000, Requested 4000. Please try again in 6s."],
  [429, "Too many tokens, please wait before trying again."],
  [403, "This key may not use the long context window."],
  [500, "context deadline exceeded"],
])("%i is something else: %s", (status, message) => {
  expect(isContextOverflow({ status, words: [], message })).toBe(false);
});

const words = "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).";
const bodies: [string, unknown][] = [
  ["OpenAI", { error: { message: words, code: null } }],
  ["Gemini", [{ error: { code: 400, message: words, status: "INVALID_ARGUMENT" } }]],
  ["older vLLM and Mistral", { object: "error", message: words, type: "BadRequestError", code: 400 }],
  ["FastAPI", { detail: words }],
  ["Ollama", { error: words }],
];

describe.each(apis)("over the %s API", (api) => {
  test.each(bodies)("the words of an error are read in the shape of %s", async (_name, body) => {
    const fault: ScriptFault = { kind: "status", status: 400, body };
    await using server = await startScriptedModel({ script: () => ({ fault }) });
    const answer = await aModel(server, { api }).ask({
      instructions: "",
      transcript: [{ type: "user_text", text: "hi" }],
      tools: [],
      cacheKey: "x",
      signal: new AbortController().signal,
      loadImage: async () => new Uint8Array(),
      onRetry: async () => undefined,
    });
    expect(answer).toMatchObject({ kind: "too_long", failure: { message: expect.stringContaining(words) } });
    expect(server.requests).toHaveLength(1);
  });
});
