import type { Candidate } from "./candidate.ts";
import { type NumberedPatch, numberedPatch } from "./numbered-patch.ts";

const summaryCharacters = 4_000;
const logLines = 30;
const logLineCharacters = 300;

/** A candidate as the judge reads it, under its number, and what of it can be cited. */
export type ShownCandidate = { candidate: Candidate; number: number; text: string; patch: NumberedPatch };

export function showCandidate(candidate: Candidate, { number, maxCharacters }: { number: number; maxCharacters: number }): ShownCandidate {
  const patch = numberedPatch(candidate.patch, maxCharacters);
  const checks = candidate.checks.map(({ name, outcome, log }) => `Check ${name}: ${outcome}, the end of its log:\n${numberedTail(log)}`);
  const text = [
    `# Attempt ${number}`,
    candidate.checks.length === 0 ? "No checks were run." : checks.join("\n\n"),
    `What its author says:\n${candidate.summary === null ? "(nothing)" : candidate.summary.slice(0, summaryCharacters)}`,
    `Its change, with the line numbers that the files have after it:\n${patch.text === "" ? "(it changes nothing)" : patch.text}`,
  ].join("\n\n");
  return { candidate, number, text, patch };
}

function numberedTail(log: string): string {
  const lines = linesOf(log);
  const first = Math.max(0, lines.length - logLines);
  return lines
    .slice(first)
    .map((line, index) => `L${first + index + 1} ${line.slice(0, logLineCharacters)}`)
    .join("\n");
}

export function linesOf(log: string): string[] {
  const lines = log.split("\n");
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}
