import type { Summary } from "./summary.ts";

/** The agent's whole report as one Markdown text, the claims about tests as a section of their own. */
export function summaryText({ body, testing }: Pick<Summary, "body" | "testing">): string {
  if (testing.length === 0) return body;
  return `${body}\n\n## Testing\n\n${testing.map(({ text }) => `- ${text}`).join("\n")}`;
}
