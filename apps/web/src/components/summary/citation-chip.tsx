"use client";

import type { Change, Citation } from "@slipway/core";
import { FileCode2, FlaskConical, Terminal } from "lucide-react";
import { useEvidence } from "../../hooks/use-evidence.ts";
import { VisibleText } from "../marks/visible-text.tsx";

const chip =
  "mx-0.5 inline-flex max-w-full items-center gap-1 rounded border px-1 align-baseline font-mono text-2xs leading-4 [&>svg]:size-3 [&>svg]:shrink-0";

/** A proof: leads to lines of a file in the change, of a command's log or of a check's log. */
export function CitationChip({ citation, change }: { citation: Citation; change: Change | null }) {
  const evidence = useEvidence();
  const { target, firstLine, lastLine } = citation;
  const lines = firstLine === lastLine ? `L${firstLine}` : `L${firstLine}–${lastLine}`;
  if (target.kind === "file") {
    const isChanged = change?.files.some((file) => file.path === target.path) ?? false;
    const face = (
      <>
        <FileCode2 aria-hidden />
        <span className="truncate">
          <VisibleText>{target.path.split("/").at(-1) ?? target.path}</VisibleText>
        </span>
        <span className="text-faint">{lines}</span>
      </>
    );
    if (!isChanged) {
      return (
        <span className={`${chip} text-muted`} title={`${target.path}, ${lines}; not part of the change`}>
          {face}
        </span>
      );
    }
    return (
      <button
        type="button"
        title={`${target.path}, ${lines}`}
        className={`${chip} bg-sunken text-ink hover:border-line-strong hover:bg-hover`}
        onClick={() => evidence.openFile(target.path, firstLine)}
      >
        {face}
      </button>
    );
  }
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
