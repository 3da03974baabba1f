"use client";

import type { FileChange } from "@slipway/core";
import { Check, MessageSquare } from "lucide-react";
import { LineCounts } from "../marks/line-counts.tsx";
import { VisibleText } from "../marks/visible-text.tsx";
import { classNames } from "../ui/class-names.ts";
import { kindLetters } from "./patch-model.ts";
import { useReview } from "./review-draft.tsx";

type FileTreeProps = { files: readonly FileChange[]; current: string | null; viewed: ReadonlySet<string>; onOpen: (path: string) => void };

/** The changed files by folder, each with its counts; a press jumps to it. */
export function FileTree({ files, current, viewed, onOpen }: FileTreeProps) {
  return (
    <nav aria-label="Changed files" className="space-y-3 p-2">
      {byFolder(files).map(([folder, inFolder]) => (
        <div key={folder}>
          {folder === "" ? null : (
            <p className="truncate px-2 pb-0.5 text-faint text-xs" title={folder}>
              <VisibleText>{folder}</VisibleText>
            </p>
          )}
          <ul>
            {inFolder.map((file) => (
              <li key={file.path}>
                <FileRow file={file} isCurrent={file.path === current} isViewed={viewed.has(file.path)} onOpen={() => onOpen(file.path)} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

type FileRowProps = { file: FileChange; isCurrent: boolean; isViewed: boolean; onOpen: () => void };

function FileRow({ file, isCurrent, isViewed, onOpen }: FileRowProps) {
  const { comments } = useReview();
  const { letter, words, tone } = kindLetters[file.kind];
  const count = comments.filter((comment) => comment.path === file.path).length;
  return (
    <button
      type="button"
      onClick={onOpen}
      aria-current={isCurrent ? "true" : undefined}
      title={file.path}
      className={classNames(
        "flex h-7 w-full items-center gap-2 rounded-md px-2 text-left text-xs transition-colors hover:bg-hover",
        isCurrent && "bg-hover",
      )}
    >
      <abbr title={words} className={`w-3 shrink-0 font-mono no-underline ${tone}`}>
        {letter}
      </abbr>
      <span className={classNames("min-w-0 flex-1 truncate", isViewed && "text-faint", file.kind === "deleted" && "line-through")}>
        <VisibleText>{file.path.split("/").at(-1) ?? file.path}</VisibleText>
      </span>
      {count === 0 ? null : <MessageSquare role="img" aria-label={`${count} comments`} className="size-3 shrink-0 text-accent" />}
      {isViewed ? <Check role="img" aria-label="Viewed" className="size-3.5 shrink-0 text-good" /> : <FileFigures file={file} />}
    </button>
  );
}

function FileFigures({ file }: { file: FileChange }) {
  if (file.binary) return <span className="text-2xs text-faint">binary</span>;
  if (file.additions === 0 && file.deletions === 0)
    return <span className="text-2xs text-faint">{file.oldMode === file.newMode ? "" : "mode"}</span>;
  return <LineCounts additions={file.additions} deletions={file.deletions} className="gap-1 text-2xs" />;
}

function byFolder(files: readonly FileChange[]): [string, FileChange[]][] {
  const folders = Map.groupBy(files, (file) => file.path.split("/").slice(0, -1).join("/"));
  return [...folders].toSorted(([a], [b]) => a.localeCompare(b));
}
