"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { useState } from "react";
import { api } from "../../client/api.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { counted } from "../../format/figures.ts";
import { AgeMark } from "../marks/age-mark.tsx";
import { VisibleText } from "../marks/visible-text.tsx";
import { outcomeWords } from "./outcome-words.ts";

/** Whether the newest tasks found their snapshot, and why or why not. `newest` changes with the newest use. */
export function SnapshotUses({ environmentId, newest }: { environmentId: string; newest: string }) {
  const [open, setOpen] = useState(false);
  const uses = useQuery({
    queryKey: [...queryKeys.snapshotUses(environmentId), newest],
    queryFn: () => api.listSnapshotUses(environmentId),
  });
  const items = uses.data ?? [];
  if (items.length === 0) return null;
  const hits = items.filter(({ outcome }) => outcome === "hit").length;
  return (
    <div className="border-t">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex w-full items-center gap-2 px-4 py-2 text-left text-xs hover:bg-hover"
      >
        <ChevronRight aria-hidden className={`size-3.5 text-faint transition-transform ${open ? "rotate-90" : ""}`} />
        <span className="text-muted">
          Recent uses: {counted(hits, "hit")}, {counted(items.length - hits, "miss", "misses")}
        </span>
      </button>
      {open ? (
        <ul className="divide-y border-t">
          {items.map(({ attemptId, taskId, title, outcome, reason, at }) => (
            <li key={attemptId} className="px-4 py-2 text-xs">
              <p className="flex gap-2">
                <span
                  className={`shrink-0 font-medium ${outcome === "failed" ? "text-bad" : outcome === "hit" ? "text-good" : "text-ink"}`}
                >
                  {outcomeWords[outcome]}
                </span>
                <Link href={`/tasks/${taskId}` as Route} className="min-w-0 flex-1 truncate text-accent">
                  <VisibleText>{title}</VisibleText>
                </Link>
                <span className="shrink-0 text-faint">
                  <AgeMark at={at} />
                </span>
              </p>
              <p className="mt-0.5 break-words text-muted">
                <VisibleText>{sentence(reason)}</VisibleText>
              </p>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function sentence(reason: string): string {
  return reason.charAt(0).toUpperCase() + reason.slice(1);
}
