"use client";

import type { CodeViewHandle } from "@pierre/diffs/react";
import type { Change } from "@slipway/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { z } from "zod";
import { queryKeys } from "../../client/query-keys.ts";
import { showHidden } from "../../format/show-hidden.ts";
import { useEvidence } from "../../hooks/use-evidence.ts";
import { useFileReader } from "../../hooks/use-file-reader.ts";
import { useStoredState } from "../../hooks/use-stored-state.ts";
import { useWide } from "../../hooks/use-wide.ts";
import { ChangesTools, Look } from "./changes-tools.tsx";
import { DiffViewer } from "./diff-viewer.tsx";
import { FileTree } from "./file-tree.tsx";
import type { LineNote } from "./line-note.ts";
import { type DiffFile, showsLine } from "./patch-model.ts";
import { withoutWhitespace } from "./without-whitespace.ts";

type ChangesViewProps = { attemptId: string; change: Change; files: readonly DiffFile[] };

/** File list and diff, side by side where there is room. */
export function ChangesView({ attemptId, change, files }: ChangesViewProps) {
  const wide = useWide();
  const { place, openFile } = useEvidence();
  const [look, setLook] = useStoredState("slipway.diff-look", Look, { style: "unified", wrap: true, whitespace: true });
  const [viewed, setViewed] = useStoredState(`slipway.viewed.${attemptId}`, z.array(z.string()), []);
  const viewer = useRef<CodeViewHandle<LineNote, undefined>>(null);
  const shownFiles = useShownFiles({ attemptId, change, files, whitespace: look.whitespace });
  const isShown =
    place.line !== null &&
    showsLine(
      shownFiles.find(({ id }) => id === place.file),
      place.line,
    );
  useJump(viewer, place.file, isShown ? place.line : null);
  const toggleViewed = (path: string) => setViewed(viewed.includes(path) ? viewed.filter((each) => each !== path) : [...viewed, path]);

  return (
    <>
      <ChangesTools change={change} viewed={viewed.length} look={look} onLook={setLook} />
      <div className="flex min-h-0 flex-1">
        <aside className="relative hidden w-60 shrink-0 overflow-y-auto border-r xl:block">
          <FileTree files={change.files} current={place.file} viewed={new Set(viewed)} onOpen={(path) => openFile(path, null)} />
        </aside>
        <div className="min-h-0 min-w-0 flex-1">
          <DiffViewer
            // The viewer keeps what it has measured, so another reading of the patch is another viewer.
            key={shownFiles === files ? "as stored" : "compared anew"}
            ref={viewer}
            attemptId={attemptId}
            files={shownFiles}
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

type Reading = { attemptId: string; change: Change; files: readonly DiffFile[]; whitespace: boolean };

/** The stored patch, or the same files compared anew without regard to white space once both sides are read. */
function useShownFiles({ attemptId, change, files, whitespace }: Reading): readonly DiffFile[] {
  const readFile = useFileReader();
  const compared = useQuery({
    queryKey: [...queryKeys.patch(attemptId, change.headTree), "no whitespace"],
    queryFn: () =>
      withoutWhitespace(files, async (diff) => ({
        base: showHidden(await readFile({ attemptId, side: "base", path: diff.prevName ?? diff.name })),
        head: showHidden(await readFile({ attemptId, side: "head", path: diff.name })),
      })),
    enabled: !whitespace,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return whitespace ? files : (compared.data ?? files);
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
