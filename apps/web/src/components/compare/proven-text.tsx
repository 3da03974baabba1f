"use client";

import type { Citation } from "@slipway/core";
import type { Route } from "next";
import Link from "next/link";
import { ProseText } from "../marks/prose-text.tsx";
import { CitationFace, citationChip, citationTitle } from "../summary/citation-face.tsx";
import { evidencePath } from "./evidence-path.ts";

type ProvenTextProps = { text: string; citations: readonly Citation[]; taskId: string; attemptId: string };

/** Words whose proofs lead into one attempt's change and checks, on the task's own page. */
export function ProvenText({ text, citations, taskId, attemptId }: ProvenTextProps) {
  const [citation, ...later] = citations.filter(({ marker }) => text.includes(marker));
  if (citation === undefined) return <ProseText>{text}</ProseText>;
  const at = text.indexOf(citation.marker);
  const rest = (words: string) => <ProvenText text={words} citations={later} taskId={taskId} attemptId={attemptId} />;
  return (
    <>
      {rest(text.slice(0, at))}
      <Link
        href={evidencePath({ taskId, attemptId, citation }) as Route}
        title={citationTitle(citation)}
        className={`${citationChip} bg-sunken`}
      >
        <CitationFace citation={citation} />
      </Link>
      {rest(text.slice(at + citation.marker.length))}
    </>
  );
}
