import { z } from "zod";

/** Counts a request's tokens as a provider with a prompt cache does: what it shares with the last request of its key is cached. */
export type PromptCache = { count(body: unknown): { input: number; cached: number } };

const Body = z.looseObject({ prompt_cache_key: z.string().default("") });
const charactersPerToken = 4;
/** Providers keep whole blocks. */
const blockTokens = 128;
const maxKeys = 200;

export function openPromptCache(): PromptCache {
  const prompts = new Map<string, string>();
  return {
    count(body) {
      const { prompt_cache_key: key, tools, instructions, input, messages } = Body.parse(body);
      // The order in which providers put a prompt together, see https://platform.openai.com/docs/guides/prompt-caching.
      const prompt = JSON.stringify([tools, instructions, input ?? messages]);
      const shared = commonPrefix(prompts.get(key) ?? "", prompt) / charactersPerToken;
      if (prompts.size >= maxKeys) prompts.clear();
      prompts.set(key, prompt);
      return { input: tokensOf(prompt), cached: Math.floor(shared / blockTokens) * blockTokens };
    },
  };
}

/** A usual rule of thumb; a script has no tokenizer. */
export function tokensOf(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}

function commonPrefix(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  let length = 0;
  while (length < end && a.charCodeAt(length) === b.charCodeAt(length)) length += 1;
  return length;
}
