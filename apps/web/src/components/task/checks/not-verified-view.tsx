"use client";

import { type Attempt, notVerified } from "@slipway/core";
import { CircleDashed } from "lucide-react";
import { VisibleText } from "../../marks/visible-text.tsx";
import { deniedHosts } from "../../network/denied-hosts.ts";
import { useNetwork } from "../../network/use-network.ts";

/** What a reviewer cannot rely on: as the platform knows it, and as the agent says. */
export function NotVerifiedView({ attempt }: { attempt: Attempt }) {
  const { requests } = useNetwork(attempt);
  const unverified = notVerified({
    verifications: attempt.verifications,
    files: attempt.change?.files ?? [],
    summary: attempt.summary,
    refusedHosts: [...new Set(deniedHosts(requests).map(({ host }) => host))],
  });
  if (unverified.length === 0) return null;
  return (
    <section aria-labelledby="not-verified-title" className="rounded-lg border border-dashed border-line-strong px-3 py-2.5">
      <h3 id="not-verified-title" className="flex items-center gap-2 font-medium text-sm">
        <CircleDashed aria-hidden className="size-4 text-faint" /> Not verified
      </h3>
      <ul className="mt-1.5 space-y-1 pl-6 text-muted text-sm">
        {unverified.map(({ by, text }) => (
          <li key={`${by} ${text}`} className="break-words">
            <VisibleText>{text}</VisibleText>
            {by === "agent" ? <span className="text-faint text-xs"> · says the agent</span> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
