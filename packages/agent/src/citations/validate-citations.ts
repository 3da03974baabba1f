import { type Citation, parseCitations } from "@slipway/core";

type LineCount = number | null | Promise<number | null>;

export type ValidateCitationsInput = {
  summaryText: string;
  /** Lines of the file in the tree that was stored; null where there is no such text file. */
  readFileLineCount(path: string): LineCount;
  /** Lines of the call's stored output; null where there is no such command. */
  commandLineCount(callId: string): LineCount;
  /** Lines of the check's stored log at head; null where it did not run. */
  checkLineCount(name: string): LineCount;
};

/** `citations` holds each marker once, in order; `text` is the summary without the `dropped` markers that led nowhere. */
export type ValidatedCitations = { citations: Citation[]; dropped: number; text: string };

/** What was meant as a marker: it has the dagger, begins like a marker, or is one word with lines behind it. Other words in such brackets are text. */
const markerLike = /†|^\s*(?:F:|check:|call[-_])|^\s*\S+[\s:#,]\s*L\d+(?:\s*[-–]\s*L?\d+)?\s*$/;

/** A citation counts only if all its lines exist; whatever else was meant as one goes, and is counted. */
export async function validateCitations(input: ValidateCitationsInput): Promise<ValidatedCitations> {
  const verdicts = new Map<string, { citation: Citation; valid: boolean }>();
  for (const citation of parseCitations(input.summaryText)) {
    if (!verdicts.has(citation.marker)) verdicts.set(citation.marker, { citation, valid: await leadsSomewhere(citation, input) });
  }
  let dropped = 0;
  const text = input.summaryText.replaceAll(/[ \t]?(【([^【】\n]*)】)/g, (whole, marker: string, inner: string) => {
    if (verdicts.get(marker)?.valid || !markerLike.test(inner)) return whole;
    dropped += 1;
    return "";
  });
  const citations = [...verdicts.values()].filter(({ valid }) => valid).map(({ citation }) => citation);
  return { citations, dropped, text };
}

async function leadsSomewhere(citation: Citation, input: ValidateCitationsInput): Promise<boolean> {
  const { firstLine, lastLine } = citation;
  if (firstLine < 1 || lastLine < firstLine) return false;
  const lines = await lineCount(citation.target, input);
  return lines !== null && lastLine <= lines;
}

function lineCount(target: Citation["target"], input: ValidateCitationsInput): LineCount {
  switch (target.kind) {
    case "file":
      return isInside(target.path) ? input.readFileLineCount(target.path) : null;
    case "command":
      return input.commandLineCount(target.callId);
    case "check":
      return input.checkLineCount(target.name);
  }
}

function isInside(path: string): boolean {
  return !path.startsWith("/") && !path.includes("\0") && !path.split("/").includes("..");
}
