"use client";

import type { Verification } from "@slipway/core";
import { CircleCheck, CircleMinus, CircleX } from "lucide-react";
import { duration } from "../../format/duration.ts";
import { useEvidence } from "../../hooks/use-evidence.ts";
import { checkPairs, pairWords } from "./check-pairs.ts";

/** The checks in words, one line each; a press shows the logs. */
export function CheckLines({ verifications }: { verifications: readonly Verification[] }) {
  const evidence = useEvidence();
  const pairs = checkPairs(verifications);
  if (pairs.length === 0) return null;
  return (
    <ul aria-label="Checks" className="divide-y overflow-hidden rounded-lg border bg-surface">
      {pairs.map((pair) => (
        <li key={pair.name}>
          <button
            type="button"
            onClick={() => evidence.openCheck(pair.name, null)}
            className="flex w-full items-start gap-2.5 px-3 py-2 text-left transition-colors hover:bg-hover"
          >
            <OutcomeMark outcome={pair.head?.outcome ?? "not_run"} />
            <span className="min-w-0 flex-1">
              <span className="block break-words font-medium font-mono text-xs leading-5">{pair.name}</span>
              <span className="block text-muted text-xs">
                {pairWords(pair)}
                <Provenance head={pair.head} />
              </span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function Provenance({ head }: { head: Verification | null }) {
  if (head === null) return null;
  if (head.outcome === "not_run") return head.reason === null ? null : <span className="text-faint"> · {head.reason}</span>;
  return (
    <span className="text-faint">
      {" "}
      · {duration(head.durationMs)} · at tree <code className="font-mono">{head.target.slice(0, 8)}</code>
    </span>
  );
}

export function OutcomeMark({ outcome }: { outcome: Verification["outcome"] }) {
  const look = "mt-0.5 size-4 shrink-0";
  if (outcome === "passed") return <CircleCheck role="img" aria-label="Passed" className={`${look} text-good`} />;
  if (outcome === "not_run") return <CircleMinus role="img" aria-label="Not run" className={`${look} text-faint`} />;
  return <CircleX role="img" aria-label={outcome === "failed" ? "Failed" : "Timed out"} className={`${look} text-bad`} />;
}
