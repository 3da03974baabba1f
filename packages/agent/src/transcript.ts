import { ImageReference } from "@slipway/core";
import { z } from "zod";

/** How a tool's input travels: `function` as JSON, `custom` as raw text (freeform tools of the Responses API). */
const ToolCallKind = z.enum(["function", "custom"]);

export const ToolCall = z.object({
  type: z.literal("tool_call"),
  callId: z.string(),
  name: z.string(),
  input: z.string(),
  kind: ToolCallKind,
});
export type ToolCall = z.infer<typeof ToolCall>;

/** What a model says in one reply. `encrypted` is the provider's own form of its reasoning, handed back untouched. */
export const ReplyItem = z.discriminatedUnion("type", [
  z.object({ type: z.literal("agent_text"), text: z.string() }),
  z.object({
    type: z.literal("reasoning"),
    id: z.string(),
    summary: z.array(z.string()),
    encrypted: z.string().nullable(),
    /** Where a chat server that wants its reasoning back put it. */
    field: z.literal("reasoning_content").optional(),
  }),
  ToolCall,
]);
export type ReplyItem = z.infer<typeof ReplyItem>;

/**
 * One item of a conversation with a model, in no provider's form. Replies are stored as such in `model.replied`
 * events, so a transcript can be rebuilt from an attempt's log.
 */
export const TranscriptItem = z.discriminatedUnion("type", [
  z.object({ type: z.literal("user_text"), text: z.string(), images: z.array(ImageReference).optional() }),
  ...ReplyItem.options,
  z.object({
    type: z.literal("tool_result"),
    callId: z.string(),
    kind: ToolCallKind,
    output: z.string(),
    images: z.array(ImageReference).optional(),
  }),
]);
export type TranscriptItem = z.infer<typeof TranscriptItem>;
