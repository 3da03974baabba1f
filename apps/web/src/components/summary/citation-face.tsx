import type { Citation } from "@slipway/core";
import { FileCode2, FlaskConical, Terminal } from "lucide-react";
import { VisibleText } from "../marks/visible-text.tsx";

export const citationChip =
  "mx-0.5 inline-flex max-w-full items-center gap-1 rounded border px-1 align-baseline font-mono text-2xs text-ink leading-4 hover:border-line-strong hover:bg-hover [&>svg]:size-3 [&>svg]:shrink-0";

/** What a citation looks like, whatever it leads to. */
export function CitationFace({ citation }: { citation: Citation }) {
  const { target } = citation;
  return (
    <>
      {target.kind === "file" ? (
        <FileCode2 aria-hidden />
      ) : target.kind === "check" ? (
        <FlaskConical aria-hidden />
      ) : (
        <Terminal aria-hidden />
      )}
      <span className="truncate">
        <VisibleText>{nameOf(target)}</VisibleText>
      </span>
      <span className="text-faint">{linesOf(citation)}</span>
    </>
  );
}

/** Where it leads, in words. */
export function citationTitle(citation: Citation): string {
  const { target } = citation;
  const place = target.kind === "file" ? target.path : target.kind === "check" ? "Check log" : "Command log";
  return `${place}, ${linesOf(citation)}`;
}

function nameOf(target: Citation["target"]): string {
  if (target.kind === "file") return target.path.split("/").at(-1) ?? target.path;
  return target.kind === "check" ? target.name : "log";
}

function linesOf({ firstLine, lastLine }: Citation): string {
  return firstLine === lastLine ? `L${firstLine}` : `L${firstLine}–${lastLine}`;
}
