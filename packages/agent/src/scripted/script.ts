import type { TranscriptItem } from "../transcript.ts";

/** What a script sees of a request. Everything is read from the request itself, so that concurrent attempts never mix. */
export type ScriptRequest = {
  api: "responses" | "chat";
  model: string;
  instructions: string;
  /** The person's last text; for the first request of a turn this is its prompt. */
  prompt: string;
  /** Every text of the person or the platform, in order. */
  userTexts: readonly string[];
  transcript: readonly TranscriptItem[];
  /** Replies with tool calls that the transcript holds: 0 for the first request of a turn. */
  step: number;
  tools: readonly string[];
  /** Data URLs of the pictures that the request carries. */
  pictures: readonly string[];
  /** How often this very request was made before, for scripts that fail first and answer then. */
  repeats: number;
};

/** `input` is text for freeform tools, an object for the others; a raw string goes out as it is, valid or not. */
export type ScriptCall = { name: string; input: string | Record<string, unknown>; callId?: string };

/**
 * What goes wrong with a reply. `afterBytes` counts bytes of the event stream: a cut, a stall and garbage come exactly there, a failed
 * turn after the event that reaches it; a bare one is told as the error object alone and not by the API's own event. The
 * body of a status is an OpenAI error unless given. A reset closes the connection before any answer.
 */
export type ScriptFault =
  | { kind: "reset" }
  | { kind: "status"; status: number; headers?: Record<string, string>; code?: string; message?: string; param?: string; body?: unknown }
  | { kind: "cut"; afterBytes: number }
  | { kind: "stall"; afterBytes: number }
  | { kind: "garbage"; text: string | Uint8Array; afterBytes?: number }
  | { kind: "content_type"; contentType: string; body: string }
  | { kind: "failed"; code: string | number; message: string; type?: string; bare?: boolean; afterBytes?: number };

export type ScriptReply = {
  reasoning?: string;
  text?: string;
  refusal?: string;
  calls?: readonly ScriptCall[];
  /** Tokens; estimated from the texts when absent. */
  usage?: { input: number; cached?: number; output: number };
  /** Before the first event. */
  delayMs?: number;
  /** Between two deltas. */
  deltaDelayMs?: number;
  /** The reply ends at the output limit; its last call stays unfinished. */
  cutOff?: boolean;
  /** What a chat stream gives as the reason of its end, whatever the reply is. */
  finishReason?: string;
  /** Where the calls of a chat stream say that they stand: all at 0 as Gemini's do, or nowhere; counted unless given. */
  indexes?: "zero" | "none";
  fault?: ScriptFault;
};

/** A model in a few lines: the reply to any request, as a function of the request alone. */
export type Script = (request: ScriptRequest) => ScriptReply | Promise<ScriptReply>;
