import type { ChangeWarning } from "@slipway/core";
import { readAddedLines } from "./added-lines.ts";
import { findHiddenCharacter } from "./hidden-characters.ts";

const longLine = 20_000;

const secrets: { name: string; pattern: RegExp }[] = [
  { name: "a private key", pattern: /-----BEGIN ([A-Z]+ )*PRIVATE KEY( BLOCK)?-----/ },
  { name: "a GitHub token", pattern: /\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})\b/ },
  { name: "a GitLab token", pattern: /\bglpat-[A-Za-z0-9_-]{20,}\b/ },
  { name: "an AWS access key", pattern: /\b(AKIA|ASIA)[A-Z0-9]{16}\b/ },
  { name: "a Google API key", pattern: /\bAIza[A-Za-z0-9_-]{35}\b/ },
  { name: "a Slack token", pattern: /\bxox[abprs]-[A-Za-z0-9-]{20,}/ },
  { name: "a model provider's key", pattern: /\bsk-(proj-|ant-|live-)?[A-Za-z0-9_-]{32,}\b/ },
  { name: "a Stripe key", pattern: /\b[rs]k_live_[A-Za-z0-9]{20,}\b/ },
  { name: "an npm token", pattern: /\bnpm_[A-Za-z0-9]{36}\b/ },
  { name: "a Slipway key", pattern: /\bslw_[A-Za-z0-9_-]{20,}\b/ },
  { name: "a password in an address", pattern: /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"'$<{]+:[^\s/:@"'$<{]{6,}@[\w.-]+/i },
];

const lockfile =
  /(^|\/)(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lock|Cargo\.lock|poetry\.lock|uv\.lock|Pipfile\.lock|Gemfile\.lock|composer\.lock|go\.sum)$/;
const address = /(?:https?|git|ssh):\/\/(?:[^\s/@"']*@)?([\w.-]+)/gi;

/** Warnings that added lines give; each kind at most once per file and reason. `diff` is `git diff-tree -p -U0`. */
export function contentWarnings(diff: string): ChangeWarning[] {
  const warnings = new Map<string, ChangeWarning>();
  for (const line of readAddedLines(diff)) {
    for (const warning of lineWarnings(line)) {
      const key = `${warning.kind}\0${warning.path}\0${warning.kind === "hidden_characters" ? "" : warning.message.replace(/line \d+/, "")}`;
      if (!warnings.has(key)) warnings.set(key, warning);
    }
  }
  return [...warnings.values()];
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
