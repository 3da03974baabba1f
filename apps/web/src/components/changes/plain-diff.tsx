"use client";

import type { CodeViewItem } from "@pierre/diffs";
import { CodeView, WorkerPoolContextProvider } from "@pierre/diffs/react";
import { useTheme } from "next-themes";
import { diffPool, diffStyles, diffThemes, highlighterOptions } from "./diff-look.ts";
import type { DiffFile } from "./patch-model.ts";

/** The diff of one file to be read, without comments. */
export function PlainDiff({ file }: { file: DiffFile }) {
  const { resolvedTheme } = useTheme();
  if (file.change.binary) return <p className="px-4 py-10 text-center text-muted text-sm">A binary file.</p>;
  const items: CodeViewItem<undefined>[] = [{ id: file.id, type: "diff", fileDiff: file.diff, annotations: [], version: 1 }];
  return (
    <WorkerPoolContextProvider poolOptions={diffPool} highlighterOptions={highlighterOptions}>
      <CodeView<undefined>
        items={items}
        className="max-h-[60dvh] overflow-auto"
        style={{ height: heightOf(file) }}
        options={{
          theme: diffThemes,
          themeType: resolvedTheme === "dark" ? "dark" : "light",
          diffStyle: "unified",
          overflow: "wrap",
          lineDiffType: "word",
          diffIndicators: "bars",
          hunkSeparators: "line-info-basic",
          unsafeCSS: diffStyles,
        }}
      />
    </WorkerPoolContextProvider>
  );
}

/** As high as its lines need, as far as that is known before they are drawn; the viewer scrolls what is longer. */
function heightOf({ diff }: DiffFile): number {
  const lines = diff.hunks.reduce((sum, { unifiedLineCount }) => sum + unifiedLineCount + 2, 0);
  return 80 + lines * 20;
}
