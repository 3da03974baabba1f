import type { AttemptEventBody } from "@slipway/core";
import type { ModelReply } from "../model/model.ts";

/** A reply as events: whole first, so that a transcript can be rebuilt, then what a person reads. */
export function repliedEvents({
  reply,
  request,
  durationMs,
}: {
  reply: ModelReply;
  request: number;
  durationMs: number;
}): AttemptEventBody[] {
  const readable = reply.items.flatMap((item): AttemptEventBody[] => {
    if (item.type === "agent_text") return [{ type: "message.added", role: "agent", text: item.text, messageId: null }];
    if (item.type === "reasoning" && item.summary.length > 0) return [{ type: "reasoning.added", text: item.summary.join("\n\n") }];
    return [];
  });
  return [
    { type: "model.replied", request, items: reply.items, durationMs, stop: reply.stop },
    ...readable,
    { type: "usage.recorded", usage: reply.usage },
  ];
}
