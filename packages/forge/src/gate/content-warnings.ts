import { setImmediate as nextTurn } from "node:timers/promises";
import type { ChangeWarning } from "@slipway/core";
import { readAddedLines } from "./added-lines.ts";
import { findHiddenCharacter } from "./hidden-characters.ts";

const longLine = 20_000;

const secrets: { name: string; pattern: RegExp }[] = [
  { name: "a private key", pattern: /-----BEGIN ([A-Z]{1,20} ){0,3}PRIVATE KEY( BLOCK)?-----/ },
  { name: "a GitHub token", pattern: /\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})\b/ },
  { name: "a GitLab token", pattern: /\bglpat-[A-Za-z0-9_-]{20,}\b/ },
  { name: "an AWS access key", pattern: /\b(AKIA|ASIA)[A-Z0-9]{16}\b/ },
  { name: "a Google API key", pattern: /\bAIza[A-Za-z0-9_-]{35}\b/ },
  { name: "a Slack token", pattern: /\bxox[abprs]-[A-Za-z0-9-]{20,}/ },
  { name: "a model provider's key", pattern: /\bsk-(proj-|ant-|live-)?[A-Za-z0-9_-]{32,}\b/ },
  { name: "a Stripe key", pattern: /\b[rs]k_live_[A-Za-z0-9]{20,}\b/ },
  { name: "an npm token", pattern: /\bnpm_[A-Za-z0-9]{36}\b/ },
  { name: "a Slipway key", pattern: /\bslw_[A-Za-z0-9_-]{20,}\b/ },
  { name: "a password in an address", pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"'$<{]{1,100}:[^\s/:@"'$<{]{6,200}@\w/i },
];

const lockfile =
  /(^|\/)(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lock|Cargo\.lock|poetry\.lock|uv\.lock|Pipfile\.lock|Gemfile\.lock|composer\.lock|go\.sum)$/;
const address = /(?:https?|git|ssh):\/\/(?:[^\s/@"']{0,200}@)?([\w.-]{1,253})/gi;

const linesPerTurn = 5_000;
const maxWarnings = 1_000;

/**
 * Warnings that added lines give; each kind at most once per file and reason, and at most a thousand. `diff` is
 * `git diff-tree -p -U0`. Lets other work through between portions, since a large change takes seconds.
 */
export async function contentWarnings(diff: string): Promise<ChangeWarning[]> {
  const warnings = new Map<string, ChangeWarning>();
  let lines = 0;
  for (const line of readAddedLines(diff)) {
    lines += 1;
    if (lines % linesPerTurn === 0) await nextTurn();
    if (warnings.size >= maxWarnings) break;
    for (const warning of lineWarnings(line).filter((found) => !warnings.has(reasonOf(found)))) warnings.set(reasonOf(warning), warning);
  }
  return [...warnings.values()];
}

/** One invisible character is told per file, whichever it is; other reasons differ by more than their line. */
function reasonOf({ kind, path, message }: ChangeWarning): string {
  return [kind, path, kind === "hidden_characters" ? "" : message.replace(/[Ll]ine \d+/, "")].join("\0");
}

function lineWarnings({ path, line, text }: { path: string; line: number; text: string }): ChangeWarning[] {
  const warnings: ChangeWarning[] = [];
  const hidden = findHiddenCharacter(text);
  if (hidden !== null) warnings.push({ kind: "hidden_characters", path, message: `An invisible character (${hidden}) in line ${line}.` });
  if (text.length > longLine)
    warnings.push({ kind: "large", path, message: `Line ${line} has ${text.length.toLocaleString("en")} characters.` });
  const scanned = text.slice(0, longLine);
  for (const { name, pattern } of secrets) {
    if (pattern.test(scanned)) warnings.push({ kind: "secret", path, message: `What looks like ${name} in line ${line}.` });
  }
  if (lockfile.test(path)) {
    for (const [, host = ""] of scanned.matchAll(address)) {
      warnings.push({ kind: "lockfile_host", path, message: `Downloads from ${host} (line ${line}).` });
    }
  }
  return warnings;
}
