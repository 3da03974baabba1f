"use client";

import type { Change, Citation } from "@slipway/core";
import { FileCode2, FlaskConical, Terminal } from "lucide-react";
import { useEvidence } from "../../hooks/use-evidence.ts";
import { VisibleText } from "../marks/visible-text.tsx";

const chip =
  "mx-0.5 inline-flex max-w-full items-center gap-1 rounded border px-1 align-baseline font-mono text-2xs leading-4 [&>svg]:size-3 [&>svg]:shrink-0";

type CitationProps = { citation: Citation; change: Change | null };

/** A proof: leads to lines of a file, of a command's log or of a check's log. */
export function CitationChip({ citation, change }: CitationProps) {
  const evidence = useEvidence();
  const { target, firstLine } = citation;
  if (target.kind === "file") return <FileChip citation={citation} path={target.path} change={change} />;
  const lines = linesOf(citation);
  const isCheck = target.kind === "check";
  const open = () =>
    target.kind === "check" ? evidence.openCheck(target.name, firstLine) : evidence.openCommand(target.callId, firstLine);
  return (
    <button
      type="button"
      title={`${isCheck ? "Check log" : "Command log"}, ${lines}`}
      className={`${chip} bg-sunken text-ink hover:border-line-strong hover:bg-hover`}
      onClick={open}
    >
      {isCheck ? <FlaskConical aria-hidden /> : <Terminal aria-hidden />}
      <span className="truncate">{target.kind === "check" ? target.name : "log"}</span>
      <span className="text-faint">{lines}</span>
    </button>
  );
}

function FileChip({ citation, path, change }: CitationProps & { path: string }) {
  const { openFile } = useEvidence();
  const lines = linesOf(citation);
  const isChanged = change?.files.some((file) => file.path === path) ?? false;
  const title = `${path}, ${lines}${isChanged || change === null ? "" : "; not part of the change"}`;
  return (
    <button
      type="button"
      title={title}
      className={`${chip} text-ink hover:border-line-strong hover:bg-hover ${isChanged ? "bg-sunken" : "border-dashed"}`}
      onClick={() => openFile(path, citation.firstLine)}
    >
      <FileCode2 aria-hidden />
      <span className="truncate">
        <VisibleText>{path.split("/").at(-1) ?? path}</VisibleText>
      </span>
      <span className="text-faint">{lines}</span>
    </button>
  );
}

function linesOf({ firstLine, lastLine }: Citation): string {
  return firstLine === lastLine ? `L${firstLine}` : `L${firstLine}–${lastLine}`;
}
