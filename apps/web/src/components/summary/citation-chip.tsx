"use client";

import type { Change, Citation } from "@slipway/core";
import { useEvidence } from "../../hooks/use-evidence.ts";
import { CitationFace, citationChip, citationTitle } from "./citation-face.tsx";

type CitationProps = { citation: Citation; change: Change | null };

/** A proof: leads to lines of a file, of a command's log or of a check's log. */
export function CitationChip({ citation, change }: CitationProps) {
  const evidence = useEvidence();
  const { target, firstLine } = citation;
  const open = () => {
    if (target.kind === "file") evidence.openFile(target.path, firstLine);
    else if (target.kind === "check") evidence.openCheck(target.name, firstLine);
    else evidence.openCommand(target.callId, firstLine);
  };
  const isChanged = target.kind !== "file" || change === null || change.files.some(({ path }) => path === target.path);
  return (
    <button
      type="button"
      title={`${citationTitle(citation)}${isChanged ? "" : "; not part of the change"}`}
      className={`${citationChip} ${isChanged ? "bg-sunken" : "border-dashed"}`}
      onClick={open}
    >
      <CitationFace citation={citation} />
    </button>
  );
}
