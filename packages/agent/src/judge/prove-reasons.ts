import { type Citation, parseCitations } from "@slipway/core";
import { linesOf, type ShownCandidate } from "./candidate-text.ts";

export type JudgementReason = { candidateId: string; text: string; citations: Citation[] };

/** The reasons that lead somewhere, and how many do not: one without a citation that can be followed is an opinion. */
export function proveReasons(
  said: readonly { attempt: number; text: string }[],
  shown: readonly ShownCandidate[],
): { reasons: JudgementReason[]; dropped: number } {
  const reasons = said.flatMap(({ attempt, text }): JudgementReason[] => {
    const about = shown.find(({ number }) => number === attempt);
    if (about === undefined) return [];
    const [valid, invalid] = sorted(parseCitations(text), about);
    const kept = invalid.reduce((left, { marker }) => left.replaceAll(marker, ""), text).trim();
    return valid.length === 0 ? [] : [{ candidateId: about.candidate.id, text: kept, citations: valid }];
  });
  return { reasons, dropped: said.length - reasons.length };
}

function sorted(citations: readonly Citation[], about: ShownCandidate): [Citation[], Citation[]] {
  return [
    citations.filter((citation) => leadsSomewhere(citation, about)),
    citations.filter((citation) => !leadsSomewhere(citation, about)),
  ];
}

function leadsSomewhere({ target, firstLine, lastLine }: Citation, { candidate, patch }: ShownCandidate): boolean {
  if (firstLine < 1 || lastLine < firstLine) return false;
  if (target.kind === "check") {
    const check = candidate.checks.find(({ name }) => name === target.name);
    return check !== undefined && lastLine <= linesOf(check.log).length;
  }
  if (target.kind !== "file") return false;
  const lines = patch.lines.get(target.path);
  return lines?.has(firstLine) === true && lines.has(lastLine);
}
