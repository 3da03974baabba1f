"use client";

import { type CheckComparison, checkWords, compareChecks, reportWords, tallyChecks, tallyWords, type Verification } from "@slipway/core";
import { duration } from "../../../format/duration.ts";
import { useEvidence } from "../../../hooks/use-evidence.ts";
import { VisibleText } from "../../marks/visible-text.tsx";
import { VerdictMark } from "../outcome-mark.tsx";

/** The checks in words, one line each; a press shows the logs. */
export function CheckLines({ verifications }: { verifications: readonly Verification[] }) {
  const evidence = useEvidence();
  const checks = compareChecks(verifications);
  const words = tallyWords(tallyChecks(checks));
  if (checks.length === 0) return null;
  return (
    <section aria-labelledby="checks-title">
      <h3 id="checks-title" className="mb-1.5 font-medium text-sm">
        Checks {words === "" ? null : <span className="font-normal text-muted">{words}</span>}
      </h3>
      <ul aria-label="Checks" className="divide-y overflow-hidden rounded-lg border bg-surface">
        {checks.map((check) => (
          <li key={check.name}>
            <button
              type="button"
              onClick={() => evidence.openCheck(check.name, null)}
              className="flex w-full items-start gap-2.5 px-3 py-2 text-left transition-colors hover:bg-hover"
            >
              <VerdictMark verdict={check.verdict} />
              <span className="min-w-0 flex-1">
                <span className="block break-words font-medium font-mono text-xs leading-5">{check.name}</span>
                <span className="block break-words text-muted text-xs">
                  {checkWords(check)}
                  <Provenance head={check.head} />
                </span>
                <NewFailures check={check} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Provenance({ head }: { head: Verification | null }) {
  if (head === null) return null;
  if (head.outcome === "not_run") return head.reason === null ? null : <span className="text-faint"> · {head.reason}</span>;
  return (
    <span className="text-faint">
      {head.tests === null ? "" : ` · ${reportWords(head.tests)}`} · {duration(head.durationMs)} · at tree{" "}
      <code className="font-mono">{head.target.slice(0, 8)}</code>
    </span>
  );
}

const named = 3;

function NewFailures({ check: { tests } }: { check: CheckComparison }) {
  const names = tests?.newlyFailing ?? [];
  if (names.length === 0) return null;
  return (
    <span className="mt-1 block border-bad/40 border-l-2 pl-2 text-xs">
      {names.slice(0, named).map((name) => (
        <span key={name} className="block break-words">
          <span className="text-bad">newly failing</span> <VisibleText>{name}</VisibleText>
        </span>
      ))}
      {names.length > named ? <span className="block text-faint">and {names.length - named} more</span> : null}
    </span>
  );
}
