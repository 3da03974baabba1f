"use client";

import type { ProviderFinding, ProviderTestResult } from "@slipway/core";
import { Check, CircleHelp, LoaderCircle, Plug, X } from "lucide-react";
import type { ReactNode } from "react";
import { errorSentence } from "../../client/api-error.ts";
import { compact, money } from "../../format/figures.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { useProviderTest } from "./use-provider-test.ts";

type ConnectionTestProps = {
  providerId: string | null;
  model: string;
  /** Offers what was learned to be stored. */
  learned?: (result: ProviderTestResult) => ReactNode;
};

/** One press asks the model for a real tool call and says in words what came of it. */
export function ConnectionTest({ providerId, model, learned }: ConnectionTestProps) {
  const test = useProviderTest({ providerId, model });
  const label = test.isRunning ? "Asking the model…" : "Test connection";
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center gap-2">
        <Button size="sm" disabled={test.isRunning} aria-label={`${label} ${model}`} onClick={test.run}>
          {test.isRunning ? <LoaderCircle aria-hidden className="animate-spin" /> : <Plug aria-hidden />}
          {label}
        </Button>
        <p role="status" className="text-faint text-xs">
          {test.isRunning ? "A worker makes a few small requests." : test.result === null ? "" : summaryOf(test.result)}
        </p>
      </div>
      {test.error === null ? null : <Notice tone="bad">{errorSentence(test.error)}</Notice>}
      {test.result === null ? null : (
        <>
          {test.result.failure === null ? null : (
            <Notice tone="bad" title={test.result.failure.message}>
              {test.result.failure.hint}
            </Notice>
          )}
          <Findings findings={test.result.findings} />
          {learned?.(test.result)}
        </>
      )}
    </div>
  );
}

function summaryOf({ failure, latencyMs, usage }: ProviderTestResult): string {
  const figures = [
    latencyMs === null ? null : `first answer after ${(latencyMs / 1000).toFixed(1)} s`,
    usage.requests === 0 ? null : `${compact(usage.inputTokens)} tokens in, ${compact(usage.outputTokens)} out`,
    usage.costUsd === null ? null : money(usage.costUsd),
  ].filter((figure) => figure !== null);
  return [failure === null ? "It works" : "It does not work", ...figures].join(" · ");
}

const words: Record<ProviderFinding["subject"], string> = {
  reachable: "Server answers",
  key: "Key is accepted",
  responses: "Responses API",
  chat: "Chat Completions API",
  tool_call: "Calls a tool, and takes its result",
  parallel_calls: "Several calls in one reply",
  freeform_patch: "Patches as plain text",
  vision: "Reads pictures",
};

function Findings({ findings }: { findings: readonly ProviderFinding[] }) {
  if (findings.length === 0) return null;
  return (
    <ul aria-label="What the test told" className="grid gap-x-6 gap-y-2 rounded-lg border bg-canvas px-3 py-2.5 sm:grid-cols-2">
      {findings.map(({ subject, answer, detail }) => (
        <li key={subject} className="flex min-w-0 gap-2 text-xs">
          <AnswerMark answer={answer} />
          <div className="min-w-0">
            <p className="font-medium">{words[subject]}</p>
            <p className="break-words text-muted">{detail}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}

function AnswerMark({ answer }: { answer: ProviderFinding["answer"] }) {
  const style = "mt-px size-3.5 shrink-0";
  if (answer === "yes") return <Check role="img" aria-label="Yes" className={`${style} text-good`} />;
  if (answer === "no") return <X role="img" aria-label="No" className={`${style} text-bad`} />;
  return <CircleHelp role="img" aria-label="Unknown" className={`${style} text-faint`} />;
}
