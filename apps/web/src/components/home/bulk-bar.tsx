"use client";

import { Archive, ArchiveRestore, RotateCw, Square, X } from "lucide-react";
import { Button } from "../ui/button.tsx";
import { useBulk } from "./use-bulk.ts";
import type { Tab } from "./use-task-list.ts";

type BulkBarProps = { ids: readonly string[]; tab: Tab; onClear: () => void };

/** What can be done to the selected tasks at once. */
export function BulkBar({ ids, tab, onClear }: BulkBarProps) {
  const bulk = useBulk(onClear);
  const busy = bulk.isPending;
  return (
    <section
      aria-label="Selected tasks"
      className="float-panel fixed bottom-4 left-1/2 z-30 flex max-w-[calc(100vw-16px)] -translate-x-1/2 items-center gap-1 py-1.5 pr-1.5 pl-3.5 text-sm"
    >
      <span role="status" className="mr-2 whitespace-nowrap tabular-nums">
        {ids.length} selected
      </span>
      {tab === "archived" ? (
        <Button variant="ghost" disabled={busy} onClick={() => bulk.mutate({ verb: "unarchive", ids })}>
          <ArchiveRestore aria-hidden />
          Unarchive
        </Button>
      ) : (
        <>
          <Button variant="ghost" disabled={busy} onClick={() => bulk.mutate({ verb: "archive", ids })}>
            <Archive aria-hidden />
            Archive
          </Button>
          <Button variant="ghost" disabled={busy} onClick={() => bulk.mutate({ verb: "cancel", ids })}>
            <Square aria-hidden className="!size-3" />
            Stop
          </Button>
          <Button variant="ghost" disabled={busy} onClick={() => bulk.mutate({ verb: "retry", ids })}>
            <RotateCw aria-hidden />
            Retry
          </Button>
        </>
      )}
      <Button variant="ghost" size="icon" aria-label="Clear the selection" onClick={onClear}>
        <X aria-hidden />
      </Button>
    </section>
  );
}
