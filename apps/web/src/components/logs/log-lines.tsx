"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import type { LogLine, LogSnapshot } from "../../client/log-document.ts";
import { VisibleText } from "../marks/visible-text.tsx";
import { classNames } from "../ui/class-names.ts";
import { AnsiText } from "./ansi-text.tsx";

const rowHeight = 20;

type LogLinesProps = { log: LogSnapshot; target: number | null; follow: boolean; onFollow: (follow: boolean) => void };

/** The lines in view out of as many as there are; follows the end until the person scrolls up. */
export function LogLines({ log, target, follow, onFollow }: LogLinesProps) {
  "use no memo";
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: log.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 20,
  });

  useEffect(() => {
    if (target !== null) virtualizer.scrollToIndex(target, { align: "center" });
  }, [target, virtualizer]);
  useEffect(() => {
    if (follow && log.count > 0) virtualizer.scrollToIndex(log.count - 1, { align: "end" });
  }, [follow, log.count, virtualizer]);

  return (
    <section
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label="Log"
      onWheel={(event) => event.deltaY < 0 && follow && onFollow(false)}
      className="relative min-h-0 flex-1 overflow-auto overscroll-contain bg-surface py-2 font-mono text-xs outline-offset-[-2px]"
    >
      <div className="relative min-w-full" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((row) => {
          const line = log.lines[row.index];
          if (line === undefined) return null;
          return (
            <div
              key={row.key}
              className="absolute top-0 left-0 min-w-full"
              style={{ height: rowHeight, transform: `translateY(${row.start}px)` }}
            >
              <Line line={line} isTarget={row.index === target} />
            </div>
          );
        })}
      </div>
    </section>
  );
}

function Line({ line, isTarget }: { line: LogLine; isTarget: boolean }) {
  return (
    <div className={classNames("flex h-5 w-max min-w-full items-center whitespace-pre pr-4", isTarget && "bg-warn-soft")}>
      <span aria-hidden className="w-12 shrink-0 select-none pr-3 text-right text-2xs text-faint tabular-nums">
        {line.line ?? ""}
      </span>
      <LineText line={line} />
    </div>
  );
}

function LineText({ line }: { line: LogLine }) {
  switch (line.kind) {
    case "command":
      return (
        <span className="font-semibold">
          <span className="text-accent">$ </span>
          <VisibleText>{line.text.replaceAll("\n", " ⏎ ")}</VisibleText>
        </span>
      );
    case "output":
      return (
        <span>
          <AnsiText text={line.text} />
        </span>
      );
    case "ending":
      return <span className={line.failed ? "text-bad" : "text-faint"}>{line.text}</span>;
    case "note":
      return (
        <span className="font-sans text-muted italic">
          <VisibleText>{line.text.replaceAll("\n", " ")}</VisibleText>
        </span>
      );
  }
}
