"use client";

import type { CodeViewItem, FileDiffContentsLoader } from "@pierre/diffs";
import { CodeView, type CodeViewHandle, WorkerPoolContextProvider } from "@pierre/diffs/react";
import { useTheme } from "next-themes";
import { type Ref, useCallback } from "react";
import { toast } from "sonner";
import { errorSentence } from "../../client/api-error.ts";
import { bytes } from "../../format/figures.ts";
import { showHidden } from "../../format/show-hidden.ts";
import { useFileReader } from "../../hooks/use-file-reader.ts";
import { CommentBox, CommentCard } from "./comment-box.tsx";
import { diffPool, diffStyles, diffThemes, highlighterOptions } from "./diff-look.ts";
import { labelUnfoldButtons } from "./label-unfold-buttons.ts";
import { type LineNote, lineNotes } from "./line-note.ts";
import type { DiffFile } from "./patch-model.ts";
import { useReview } from "./review-draft.tsx";

type DiffViewerProps = {
  attemptId: string;
  ref: Ref<CodeViewHandle<LineNote, undefined>>;
  files: readonly DiffFile[];
  style: "unified" | "split";
  wrap: boolean;
  viewed: readonly string[];
  onToggleViewed: (path: string) => void;
};

/** The diff of every file in one virtual list, so that ten thousand changed lines scroll like ten. */
export function DiffViewer({ ref, attemptId, files, style, wrap, viewed, onToggleViewed }: DiffViewerProps) {
  const { resolvedTheme } = useTheme();
  const { comments, writingAt, setWritingAt } = useReview();
  const readBoth = useBothSides(attemptId);
  const labelled = useCallback((root: HTMLDivElement | null) => (root === null ? undefined : labelUnfoldButtons(root)), []);
  const byId = new Map(files.map((file) => [file.id, file]));
  const items = files.map((file): CodeViewItem<LineNote> => {
    const annotations = lineNotes(file.change.path, comments, writingAt);
    const collapsed = viewed.includes(file.change.path);
    return { id: file.id, type: "diff", fileDiff: file.diff, annotations, collapsed, version: versionOf(annotations, collapsed) };
  });
  const write = (path: string, line: number, side: "additions" | "deletions" | undefined) =>
    setWritingAt({ path, line, side: side === "deletions" ? "base" : "head" });

  return (
    <WorkerPoolContextProvider poolOptions={diffPool} highlighterOptions={highlighterOptions}>
      <div ref={labelled} className="h-full">
        <CodeView<LineNote>
          ref={ref}
          items={items}
          className="h-full overflow-auto"
          options={{
            theme: diffThemes,
            themeType: resolvedTheme === "dark" ? "dark" : "light",
            diffStyle: style,
            overflow: wrap ? "wrap" : "scroll",
            lineDiffType: "word",
            diffIndicators: "bars",
            hunkSeparators: "line-info-basic",
            stickyHeaders: true,
            enableGutterUtility: true,
            loadDiffFiles: readBoth,
            unsafeCSS: diffStyles,
            onGutterUtilityClick: (range, context) => write(context.item.id, range.end, range.endSide ?? range.side),
          }}
          renderHeaderMetadata={(item) => (
            <HeaderNote file={byId.get(item.id)} isViewed={viewed.includes(item.id)} onToggle={() => onToggleViewed(item.id)} />
          )}
          renderAnnotation={(...[annotation]) => <Note note={annotation.metadata} />}
        />
      </div>
    </WorkerPoolContextProvider>
  );
}

/** What the viewer asks for when a person unfolds the lines between two hunks. */
function useBothSides(attemptId: string): FileDiffContentsLoader {
  const readFile = useFileReader();
  return async (diff) => {
    const read = async (side: "base" | "head", name: string) => ({
      name,
      contents: showHidden(await readFile({ attemptId, side, path: name })),
    });
    try {
      const newFile = await read("head", diff.name);
      return diff.type === "rename-pure"
        ? { oldFile: null, newFile }
        : { oldFile: await read("base", diff.prevName ?? diff.name), newFile };
    } catch (error) {
      toast.error(errorSentence(error));
      throw error;
    }
  };
}

function Note({ note }: { note: LineNote }) {
  return note.kind === "comment" ? <CommentCard comment={note.comment} /> : <CommentBox place={note.place} />;
}

function HeaderNote({ file, isViewed, onToggle }: { file: DiffFile | undefined; isViewed: boolean; onToggle: () => void }) {
  if (file === undefined) return null;
  const { binary, oldMode, newMode, kind } = file.change;
  const facts = [
    binary ? `binary${file.binaryBytes === null ? "" : `, ${bytes(file.binaryBytes)}`}` : "",
    kind === "modified" && oldMode !== newMode ? `mode ${oldMode} → ${newMode}` : "",
  ].filter((fact) => fact !== "");
  return (
    <span className="flex items-center gap-3 font-sans text-muted text-xs">
      {facts.map((fact) => (
        <span key={fact} className="max-sm:hidden">
          {fact}
        </span>
      ))}
      <label className="flex cursor-pointer items-center gap-1.5">
        <input type="checkbox" checked={isViewed} onChange={onToggle} className="size-3.5 accent-current" />
        Viewed
      </label>
    </span>
  );
}

/** The viewer redraws a file where this number changes. */
function versionOf(annotations: readonly { lineNumber: number; metadata: LineNote }[], collapsed: boolean): number {
  const text = annotations
    .map((note) => `${note.lineNumber} ${note.metadata.kind === "comment" ? note.metadata.comment.text : "writing"}`)
    .join("\n");
  let hash = collapsed ? 1 : 2;
  for (const character of text) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) | 0;
  return hash;
}
