import type { AttemptEventBody } from "@slipway/core";

/** What the platform did to the conversation with the model, in a sentence. */
export function conversationNote(
  body: Extract<AttemptEventBody, { type: "model.told" | "context.trimmed" | "context.compacted" }>,
): string {
  switch (body.type) {
    case "model.told":
      return `Told the model: ${body.text}`;
    case "context.trimmed":
      return `At ${body.tokensBefore.toLocaleString("en")} tokens older outputs were shortened for the model. The log keeps them whole.`;
    case "context.compacted":
      return `At ${body.tokensBefore.toLocaleString("en")} tokens the model summed up its work so far, to stay within its context. The log keeps all of it.`;
  }
}
