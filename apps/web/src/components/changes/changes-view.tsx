"use client";

import type { CodeViewHandle } from "@pierre/diffs/react";
import type { Change } from "@slipway/core";
import { Files, WrapText } from "lucide-react";
import { useEffect, useRef } from "react";
import { z } from "zod";
import { counted } from "../../format/figures.ts";
import { useEvidence } from "../../hooks/use-evidence.ts";
import { useStoredState } from "../../hooks/use-stored-state.ts";
import { useWide } from "../../hooks/use-wide.ts";
import { LineCounts } from "../marks/line-counts.tsx";
import { Button } from "../ui/button.tsx";
import { Picker } from "../ui/picker.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { DiffViewer } from "./diff-viewer.tsx";
import { FileTree } from "./file-tree.tsx";
import type { LineNote } from "./line-note.ts";
import { type DiffFile, showsLine } from "./patch-model.ts";

const Look = z.object({ style: z.enum(["unified", "split"]), wrap: z.boolean() });

type ChangesViewProps = { attemptId: string; change: Change; files: readonly DiffFile[] };

/** File list and diff, side by side where there is room. */
export function ChangesView({ attemptId, change, files }: ChangesViewProps) {
  const wide = useWide();
  const { place, openFile } = useEvidence();
  const [look, setLook] = useStoredState("slipway.diff-look", Look, { style: "unified", wrap: true });
  const [viewed, setViewed] = useStoredState(`slipway.viewed.${attemptId}`, z.array(z.string()), []);
  const viewer = useRef<CodeViewHandle<LineNote, undefined>>(null);
  const isShown =
    place.line !== null &&
    showsLine(
      files.find(({ id }) => id === place.file),
      place.line,
    );
  useJump(viewer, place.file, isShown ? place.line : null);
  const toggleViewed = (path: string) => setViewed(viewed.includes(path) ? viewed.filter((each) => each !== path) : [...viewed, path]);

  return (
    <>
      <div className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-b px-4 py-1.5">
        <span className="text-muted text-xs">{counted(change.stats.files, "file")}</span>
        <LineCounts additions={change.stats.additions} deletions={change.stats.deletions} />
        {viewed.length === 0 ? null : <span className="text-faint text-xs max-sm:hidden">{viewed.length} viewed</span>}
        <div className="ml-auto flex items-center gap-1.5">
          <Picker
            className="xl:hidden"
            label="File"
            icon={<Files aria-hidden />}
            placeholder="Files"
            value={null}
            options={change.files.map((file) => ({ value: file.path, label: file.path.split("/").at(-1) ?? file.path, detail: file.path }))}
            onChange={(path) => openFile(path, null)}
          />
          <Button
            variant="ghost"
            size="iconSm"
            aria-label="Wrap long lines"
            aria-pressed={look.wrap}
            className={look.wrap ? "text-ink" : "text-faint"}
            onClick={() => setLook({ ...look, wrap: !look.wrap })}
          >
            <WrapText aria-hidden />
          </Button>
          {wide ? (
            <Segmented
              label="Layout of the diff"
              value={look.style}
              options={[
                { value: "unified", label: "Unified" },
                { value: "split", label: "Split" },
              ]}
              onChange={(style) => setLook({ ...look, style })}
            />
          ) : null}
        </div>
      </div>
      <div className="flex min-h-0 flex-1">
        <aside className="hidden w-60 shrink-0 overflow-y-auto border-r xl:block">
          <FileTree files={change.files} current={place.file} viewed={new Set(viewed)} onOpen={(path) => openFile(path, null)} />
        </aside>
        <div className="min-h-0 min-w-0 flex-1">
          <DiffViewer
            ref={viewer}
            files={files}
            style={wide ? look.style : "unified"}
            wrap={look.wrap}
            viewed={viewed}
            onToggleViewed={toggleViewed}
          />
        </div>
      </div>
    </>
  );
}

/** Brings the asked place into sight, also when the same place is asked for again after scrolling. */
function useJump(viewer: React.RefObject<CodeViewHandle<LineNote, undefined> | null>, file: string | null, line: number | null): void {
  useEffect(() => {
    if (file === null) return;
    const jump = () => {
      const handle = viewer.current;
      if (handle?.getItem(file) === undefined) return;
      if (line === null) handle.scrollTo({ type: "item", id: file, align: "start" });
      else {
        handle.scrollTo({ type: "line", id: file, lineNumber: line, side: "additions", align: "center" });
        handle.setSelectedLines({ id: file, range: { start: line, end: line, side: "additions" } });
      }
    };
    const frame = requestAnimationFrame(jump);
    return () => cancelAnimationFrame(frame);
  }, [file, line, viewer]);
}
