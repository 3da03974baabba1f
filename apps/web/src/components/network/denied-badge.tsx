"use client";

import type { Attempt } from "@slipway/core";
import { Ban, ChevronRight } from "lucide-react";
import { useEvidence } from "../../hooks/use-evidence.ts";
import { deniedHosts } from "./denied-hosts.ts";
import { useNetwork } from "./use-network.ts";

/** In the thread: that hosts were refused, and the way to what can be done about it. */
export function DeniedBadge({ attempt }: { attempt: Attempt }) {
  const { requests } = useNetwork(attempt);
  const { openView } = useEvidence();
  const hosts = [...new Set(deniedHosts(requests).map(({ host }) => host))];
  const [first] = hosts;
  if (first === undefined) return null;
  return (
    <button
      type="button"
      onClick={() => openView("network")}
      className="flex w-full items-center gap-2 rounded-lg border border-warn/25 bg-warn-soft px-3 py-2 text-left text-sm transition-colors hover:border-warn/60"
    >
      <Ban aria-hidden className="size-4 shrink-0 text-warn" />
      <span className="min-w-0 flex-1 truncate">
        Network denied: <span className="font-mono text-xs">{first}</span>
        {hosts.length > 1 ? ` and ${hosts.length - 1} more` : ""}
      </span>
      <ChevronRight aria-hidden className="size-4 shrink-0 text-faint" />
    </button>
  );
}
