import type { ChangeWarning } from "@slipway/core";
import { neutralMarkdown } from "./neutral-markdown.ts";
import { oneLine, shorten, withoutSwitches } from "./neutral-text.ts";

export type PullRequestBodyParts = {
  /** What the agent says it did, in Markdown. */
  summary: string;
  checks: readonly { name: string; outcome: string }[];
  warnings: readonly Pick<ChangeWarning, "path" | "message">[];
  taskUrl?: string;
};

const maxSummary = 20_000;
const maxRows = 50;

/** Our own template around a neutralised summary; at most about 40,000 characters, under GitHub's 65,536. */
export function pullRequestBody(parts: PullRequestBodyParts): string {
  const summary = neutralMarkdown(shorten(withoutSwitches(parts.summary), maxSummary));
  const sections = [
    summary,
    list(
      "Checks run by Slipway",
      parts.checks.map((check) => `${plain(check.name)}: ${plain(check.outcome)}`),
    ),
    list(
      "Look twice",
      parts.warnings.map((warning) => `${code(warning.path)}: ${plain(warning.message)}`),
    ),
    parts.taskUrl === undefined ? "" : `---\nMade with [Slipway](${parts.taskUrl.replaceAll(/[\s()<>]/g, encodeURIComponent)}).`,
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

/** A title that mentions and closes nothing. */
export function pullRequestTitle(title: string): string {
  return (
    oneLine(title, 200)
      .replaceAll(/(?<![\w.])@(?=\w)/g, "@ ")
      .replaceAll(/#(?=\d)/g, "# ")
      .replaceAll(/[<>]/g, "") || "Change by Slipway"
  );
}

function list(heading: string, items: readonly string[]): string {
  if (items.length === 0) return "";
  const more = items.length > maxRows ? [`… and ${items.length - maxRows} more`] : [];
  return `### ${heading}\n${[...items.slice(0, maxRows), ...more].map((item) => `- ${item}`).join("\n")}`;
}

function plain(text: string): string {
  return neutralMarkdown(oneLine(text, 200)).replaceAll(/[`*_[\]|]/g, "\\$&");
}

function code(path: string): string {
  return `\`${oneLine(path, 200).replaceAll(/[`<>@#]/g, "_")}\``;
}
