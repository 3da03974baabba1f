"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { useEffect, useRef } from "react";
import { api } from "../../client/api.ts";
import { errorSentence } from "../../client/api-error.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { VisibleText } from "../marks/visible-text.tsx";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

type WholeFileProps = { attemptId: string; path: string; line: number | null; onClose: (() => void) | null };

/** A file that the change left alone, for a citation that leads into it. */
export function WholeFile({ attemptId, path, line, onClose }: WholeFileProps) {
  const place = { attemptId, side: "head" as const, path };
  const file = useQuery({ queryKey: queryKeys.file(place), queryFn: () => api.getFile(place), staleTime: Number.POSITIVE_INFINITY });
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex shrink-0 items-center gap-2 border-b px-4 py-1.5 text-xs">
        {onClose === null ? null : (
          <Button variant="ghost" size="iconSm" aria-label="Back to the changes" onClick={onClose}>
            <ArrowLeft aria-hidden />
          </Button>
        )}
        <code className="min-w-0 truncate font-mono">
          <VisibleText>{path}</VisibleText>
        </code>
        <span className="shrink-0 text-faint">{onClose === null ? "nothing was changed" : "not part of the change"}</span>
      </div>
      {file.isPending ? <Skeleton className="m-4 h-48" /> : null}
      {file.isError ? (
        <Notice tone="bad" className="m-4">
          {errorSentence(file.error)}
        </Notice>
      ) : null}
      {file.isSuccess ? <Lines key={path} text={file.data} line={line} /> : null}
    </div>
  );
}

const shownLines = 2_000;

function Lines({ text, line }: { text: string; line: number | null }) {
  const target = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (line !== null) target.current?.scrollIntoView({ block: "center" });
  }, [line]);
  const lines = text.replace(/\n$/, "").split("\n");
  const from = Math.max(0, Math.min((line ?? 0) - shownLines / 2, lines.length - shownLines));
  return (
    <section
      aria-label="File"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="min-h-0 flex-1 overflow-auto bg-surface py-2 font-mono text-xs outline-offset-[-2px]"
    >
      {lines.length > shownLines ? (
        <p className="px-3 pb-2 font-sans text-muted">
          Lines {from + 1} to {from + shownLines} of {lines.length.toLocaleString("en")}.
        </p>
      ) : null}
      {lines.slice(from, from + shownLines).map((content, index) => {
        const number = from + index + 1;
        return (
          <div
            key={number}
            ref={number === line ? target : undefined}
            aria-current={number === line ? "true" : undefined}
            className={`flex w-max min-w-full whitespace-pre pr-4 leading-5 ${number === line ? "bg-warn-soft" : ""}`}
          >
            <span aria-hidden className="w-12 shrink-0 select-none pr-3 text-right text-2xs text-faint tabular-nums">
              {number}
            </span>
            <VisibleText>{content}</VisibleText>
          </div>
        );
      })}
    </section>
  );
}
