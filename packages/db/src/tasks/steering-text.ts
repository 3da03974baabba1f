import type { CreateMessageInput } from "@slipway/core";

/** A message with its review comments written into its text, each under the line it is about. */
export function steeringText({ text, comments }: Pick<CreateMessageInput, "text" | "comments">): string {
  const rendered = comments.map((comment) => {
    const version = comment.side === "base" ? " (before the change)" : "";
    const quote = comment.quote === undefined ? "" : `> ${comment.quote}\n`;
    return `${comment.path}:${comment.line}${version}\n${quote}${comment.text}`;
  });
  return [text, ...rendered].filter((part) => part !== "").join("\n\n");
}
