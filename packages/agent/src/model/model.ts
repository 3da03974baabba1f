import type { AttemptFailure, ModelCapabilities, Usage } from "@slipway/core";
import type { ReplyItem, TranscriptItem } from "../transcript.ts";

/** A tool as the model sees it. `freeform` ones take raw text where the API allows, else a function `{input}`. */
export type ToolDefinition = {
  name: string;
  description: string;
  /** JSON Schema of the function's arguments. */
  parameters: Record<string, unknown>;
  /** A Lark grammar of the raw text. */
  freeform?: { grammar: string };
};

export type ModelRequest = {
  instructions: string;
  transcript: readonly TranscriptItem[];
  tools: readonly ToolDefinition[];
  /** The same for every request of an attempt, so that a provider can keep the common prefix. */
  cacheKey: string;
  signal: AbortSignal;
  /** The bytes of a picture of the transcript. */
  loadImage(id: string): Promise<Uint8Array>;
  /** Called before the wait, each time a whole turn is asked for again. */
  onRetry(retry: { reason: string; delayMs: number }): Promise<void>;
};

/** `cut_off`: the provider's output limit; unfinished items are left out. `refused`: the model declined, its text says why. */
export type ModelReply = { items: ReplyItem[]; usage: Usage; stop: "complete" | "cut_off" | "refused" };

/**
 * A model that cannot answer is an expected ending; only an aborted signal and a picture that cannot be loaded throw. `rate_limited`: not before `until`.
 * `too_long`: the conversation does not fit into the model's context; `failure` says so to a person.
 */
export type ModelAnswer =
  | { kind: "replied"; reply: ModelReply }
  | { kind: "rate_limited"; until: Date; reason: string }
  | { kind: "too_long"; failure: AttemptFailure }
  | { kind: "failed"; failure: AttemptFailure };

/** The port through which the loop asks a model. Retries are the adapter's business; a reply is always a whole one. */
export type Model = {
  readonly name: string;
  readonly capabilities: ModelCapabilities;
  ask(request: ModelRequest): Promise<ModelAnswer>;
};
