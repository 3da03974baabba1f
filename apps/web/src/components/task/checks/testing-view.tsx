"use client";

import { type Change, compareChecks, type Summary, type TestingClaim, type Verification } from "@slipway/core";
import { CircleHelp, Terminal } from "lucide-react";
import { useEvidence } from "../../../hooks/use-evidence.ts";
import { VisibleText } from "../../marks/visible-text.tsx";
import { SummaryText } from "../../summary/summary-text.tsx";
import { VerdictMark } from "../outcome-mark.tsx";

type TestingViewProps = { summary: Summary; change: Change | null; verifications: readonly Verification[] };

/** What the agent says it tested, each claim beside what was run. */
export function TestingView({ summary, change, verifications }: TestingViewProps) {
  if (summary.testing.length === 0) return null;
  return (
    <section aria-labelledby="testing-title">
      <h3 id="testing-title" className="mb-1.5 font-medium text-sm">
        Testing <span className="font-normal text-muted">as the agent tells it, beside what was run</span>
      </h3>
      <ul className="divide-y rounded-lg border bg-surface text-sm">
        {summary.testing.map((claim, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: claims are stored in order and may be alike
          <li key={index} className="space-y-1 px-3 py-2 [&_div]:text-sm">
            <SummaryText text={claim.text} summary={summary} change={change} />
            <Runs claim={claim} verifications={verifications} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Runs({ claim, verifications }: { claim: TestingClaim; verifications: readonly Verification[] }) {
  const { openCommand } = useEvidence();
  const checks = compareChecks(verifications).filter(({ name }) => claim.checks.includes(name));
  if (claim.commands.length + checks.length === 0) {
    return (
      <p className="flex items-start gap-1.5 text-warn text-xs [&>svg]:mt-px [&>svg]:size-3.5">
        <CircleHelp aria-hidden /> No run stands behind this.
      </p>
    );
  }
  return (
    <ul className="space-y-0.5 text-muted text-xs">
      {checks.map((check) => (
        <li key={check.name} className="flex items-start gap-1.5 [&>svg]:mt-px [&>svg]:size-3.5">
          <VerdictMark verdict={check.verdict} />
          <span className="min-w-0 break-words">
            Slipway's check {check.name}: {check.verdict === "not_run" ? "not run" : check.head?.outcome.replace("_", " ")}
          </span>
        </li>
      ))}
      {claim.commands.map(({ callId, command, exitCode }) => (
        <li key={callId}>
          <button
            type="button"
            className="flex max-w-full items-start gap-1.5 text-left hover:text-ink [&>svg]:mt-px [&>svg]:size-3.5 [&>svg]:shrink-0"
            onClick={() => openCommand(callId, null)}
          >
            <Terminal aria-hidden />
            <span className="min-w-0 break-words">
              The agent ran{" "}
              <code className="font-mono">
                <VisibleText>{command}</VisibleText>
              </code>
              : {exitCode === null ? "it did not end by itself" : `exit ${exitCode}`}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
