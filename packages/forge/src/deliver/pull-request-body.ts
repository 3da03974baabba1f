import type { ChangeWarning } from "@slipway/core";
import { neutralMarkdown } from "./neutral-markdown.ts";
import { oneLine, shorten, withoutSwitches } from "./neutral-text.ts";

export type PullRequestBodyParts = {
  /** What the agent says it did, in Markdown. */
  summary: string;
  checks: readonly { name: string; outcome: string }[];
  /** Names of tests that fail now and did not before. */
  newlyFailing: readonly string[];
  notVerified: readonly string[];
  warnings: readonly Pick<ChangeWarning, "path" | "message">[];
  taskUrl?: string;
};

const maxSummary = 20_000;
/** Of what neutralising made of it, which may be several times as long. */
const maxNeutralSummary = 28_000;
const maxRows = 50;
const maxListCharacters = 8_000;

/** Our own template around a neutralised summary; at most about 61,000 characters, under GitHub's 65,536. */
export function pullRequestBody(parts: PullRequestBodyParts): string {
  const summary = neutralSummary(withoutSwitches(parts.summary));
  const sections = [
    summary,
    list(
      "Checks run by Slipway",
      parts.checks.map((check) => `${plain(check.name)}: ${plain(check.outcome)}`),
    ),
    list("Newly failing tests", parts.newlyFailing.map(plain)),
    list("Not verified", parts.notVerified.map(plain)),
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

function neutralSummary(text: string): string {
  for (let limit = maxSummary; ; limit = Math.floor(limit / 2)) {
    const summary = neutralMarkdown(shorten(text, limit));
    if (summary.length <= maxNeutralSummary) return summary;
  }
}

function list(heading: string, items: readonly string[]): string {
  if (items.length === 0) return "";
  let room = maxListCharacters;
  const shown = items.slice(0, maxRows).filter((item) => {
    room -= item.length;
    return room >= 0;
  });
  const more = items.length > shown.length ? [`… and ${items.length - shown.length} more`] : [];
  return `### ${heading}\n${[...shown, ...more].map((item) => `- ${item}`).join("\n")}`;
}

function plain(text: string): string {
  return neutralMarkdown(oneLine(text, 200)).replaceAll(/[`*_[\]|]/g, "\\$&");
}

function code(path: string): string {
  return `\`${oneLine(path, 200).replaceAll(/[`<>@#]/g, "_")}\``;
}
