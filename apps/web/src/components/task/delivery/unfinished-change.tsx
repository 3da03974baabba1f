"use client";

import type { Attempt } from "@slipway/core";
import { ChevronRight, FileDiff } from "lucide-react";
import { counted } from "../../../format/figures.ts";
import { useEvidence } from "../../../hooks/use-evidence.ts";
import { LineCounts } from "../../marks/line-counts.tsx";

/** Whether the attempt's change is only what it had done until it stopped or began to wait. */
export function isUnfinished({ state, change }: Pick<Attempt, "state" | "change">): boolean {
  return state !== "succeeded" && state !== "verifying" && (change?.stats.files ?? 0) > 0;
}

/** The way to the change so far of an attempt that did not finish. */
export function UnfinishedChange({ attempt }: { attempt: Attempt }) {
  const { openView } = useEvidence();
  const { change, state } = attempt;
  if (change === null || !isUnfinished(attempt)) return null;
  return (
    <button
      type="button"
      onClick={() => openView("changes")}
      className="flex w-full items-center gap-2 rounded-lg border border-dashed border-line-strong px-3 py-2 text-left text-sm transition-colors hover:bg-hover"
    >
      <FileDiff aria-hidden className="size-4 shrink-0 text-faint" />
      <span className="min-w-0 flex-1">
        Unfinished change{" "}
        <span className="text-muted">
          · {counted(change.stats.files, "file")}, {state === "waiting" ? "so far" : "no check was run"}
        </span>
      </span>
      <LineCounts additions={change.stats.additions} deletions={change.stats.deletions} />
      <ChevronRight aria-hidden className="size-4 shrink-0 text-faint" />
    </button>
  );
}
