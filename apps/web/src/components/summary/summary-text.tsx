"use client";

import type { Change, Summary } from "@slipway/core";
import { CitationChip } from "./citation-chip.tsx";
import { MarkdownText } from "./markdown-text.tsx";
import { CITATION_LINK, remarkCitations } from "./remark-citations.ts";

type SummaryTextProps = { text: string; summary: Summary; change: Change | null };

/** Words of the agent's summary as markdown, with a chip for every citation. */
export function SummaryText({ text, summary, change }: SummaryTextProps) {
  const linkOf = (href: string) => {
    const citation = href.startsWith(CITATION_LINK) ? summary.citations[Number(href.slice(CITATION_LINK.length))] : undefined;
    return citation === undefined ? null : <CitationChip citation={citation} change={change} />;
  };
  return <MarkdownText text={text} plugins={[remarkCitations(summary.citations)]} linkOf={linkOf} />;
}
