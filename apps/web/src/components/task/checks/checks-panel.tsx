"use client";

import {
  type Attempt,
  type CheckComparison,
  checkWords,
  compareChecks,
  isTerminal,
  reportWords,
  type Task,
  tallyChecks,
  tallyWords,
  type Verification,
} from "@slipway/core";
import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { api } from "../../../client/api.ts";
import { errorSentence } from "../../../client/api-error.ts";
import { queryKeys } from "../../../client/query-keys.ts";
import { duration } from "../../../format/duration.ts";
import { bytes } from "../../../format/figures.ts";
import { useEvidence } from "../../../hooks/use-evidence.ts";
import { AnsiText } from "../../logs/ansi-text.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { OutcomeMark } from "../outcome-mark.tsx";
import { TestLists } from "./test-lists.tsx";

/** Each check at base and at head as the platform ran it, with its full log. */
export function ChecksPanel({ task, attempt }: { task: Task; attempt: Attempt }) {
  const { place } = useEvidence();
  const checks = compareChecks(attempt.verifications);
  const words = tallyWords(tallyChecks(checks));
  if (checks.length === 0) return <NoChecks task={task} attempt={attempt} />;
  return (
    <section
      aria-label="Checks"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="relative h-full overflow-y-auto px-4 py-4 outline-offset-[-2px]"
    >
      <p className="text-muted text-sm">Slipway ran these itself, on the base commit and on the tree that the stored change makes of it.</p>
      <p className="mt-1 mb-3 font-medium text-sm">
        {words === "" ? "Nothing failed." : `${words.charAt(0).toUpperCase()}${words.slice(1)}.`}
      </p>
      <ul className="space-y-4">
        {checks.map((check) => (
          <CheckCard key={check.name} check={check} line={place.check === check.name ? (place.line ?? 0) : null} />
        ))}
      </ul>
    </section>
  );
}

/** `line`: of the log at head; null where nothing leads there. */
function CheckCard({ check, line }: { check: CheckComparison<Verification>; line: number | null }) {
  const { head, base } = check;
  return (
    <li className="overflow-hidden rounded-lg border bg-surface">
      <div className="border-b px-3 py-2.5">
        <p className="font-medium">
          {check.name} <span className="font-normal text-muted text-sm">{checkWords(check)}</span>
        </p>
        <code className="break-all font-mono text-faint text-xs">{check.command}</code>
      </div>
      <TestLists tests={check.tests} head={head?.tests ?? null} />
      {head === null ? null : <Result result={head} line={line} />}
      {base === null ? null : <Result result={base} line={null} />}
    </li>
  );
}

function NoChecks({ task, attempt }: { task: Task; attempt: Attempt }) {
  const expected = task.environment?.checks ?? 0;
  const words =
    expected === 0
      ? "This task's environment has no checks, so nothing was run to prove the change. Add some under Repositories."
      : isTerminal(attempt.state)
        ? "Not run: the attempt ended before its checks."
        : `${expected === 1 ? "One check runs" : `${expected} checks run`} when the agent has finished.`;
  return <p className="mx-auto max-w-md px-6 py-20 text-center text-muted text-sm">{words}</p>;
}

/** `line`: null folded, 0 open, else the line to show. */
function Result({ result, line }: { result: Verification; line: number | null }) {
  const [toggled, setToggled] = useState<boolean | null>(null);
  const open = toggled ?? line !== null;
  const wasRun = result.outcome !== "not_run";
  return (
    <div className="border-b last:border-b-0">
      <button
        type="button"
        disabled={!wasRun}
        aria-expanded={open && wasRun}
        onClick={() => setToggled(!open)}
        className="flex w-full items-start gap-2.5 px-3 py-2 text-left text-sm enabled:hover:bg-hover"
      >
        <OutcomeMark outcome={result.outcome} flaky={result.flaky} />
        <span className="min-w-0 flex-1">
          {result.flaky ? "Failed, then passed" : result.outcome.replace("_", " ").replace(/^./, (first) => first.toUpperCase())} at{" "}
          {result.side}
          <span className="block break-words text-faint text-xs">
            <ResultFacts result={result} />
          </span>
        </span>
        {wasRun ? (
          <ChevronRight aria-hidden className={`mt-0.5 size-4 text-faint transition-transform ${open ? "rotate-90" : ""}`} />
        ) : null}
      </button>
      {open && wasRun ? <ResultLog id={result.id} line={line} /> : null}
    </div>
  );
}

function ResultFacts({ result }: { result: Verification }) {
  if (result.outcome === "not_run") return result.reason ?? "No reason was recorded.";
  return (
    <>
      {result.exitCode === null ? "" : `exit ${result.exitCode} · `}
      {duration(result.durationMs)} · {result.side === "base" ? "commit" : "tree"}{" "}
      <code className="font-mono">{result.target.slice(0, 12)}</code>
      {result.tests === null ? "" : ` · ${reportWords(result.tests)} (${result.tests.source})`}
      {result.cached ? " · known from an earlier attempt" : ""} · {bytes(result.logBytes)} of log
    </>
  );
}

const shownLines = 2_000;

function ResultLog({ id, line }: { id: string; line: number | null }) {
  const log = useQuery({
    queryKey: queryKeys.verificationLog(id),
    queryFn: () => api.getVerificationLog(id),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const target = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (log.isSuccess && line !== null) target.current?.scrollIntoView({ block: "center" });
  }, [line, log.isSuccess]);
  if (log.isError)
    return (
      <Notice tone="bad" className="m-3">
        {errorSentence(log.error)}
      </Notice>
    );
  if (log.isPending) return <Skeleton className="m-3 h-20" />;
  const lines = log.data.split("\n");
  const from = Math.max(0, Math.min((line ?? 0) - shownLines / 2, lines.length - shownLines));
  return (
    <div className="max-h-96 overflow-auto border-t bg-sunken py-2 font-mono text-xs">
      {lines.length > shownLines ? (
        <p className="px-3 pb-2 font-sans text-muted">
          {shownLines.toLocaleString("en")} of {lines.length.toLocaleString("en")} lines.{" "}
          <a className="text-accent underline" href={`/api/v1/verifications/${id}/log`} download>
            Download all
          </a>
        </p>
      ) : null}
      {lines.slice(from, from + shownLines).map((text, index) => {
        const number = from + index + 1;
        return (
          <div
            key={number}
            ref={number === line ? target : undefined}
            className={`flex w-max min-w-full whitespace-pre pr-4 ${number === line ? "bg-warn-soft" : ""}`}
          >
            <span aria-hidden className="w-12 shrink-0 select-none pr-3 text-right text-2xs text-faint leading-4">
              {number}
            </span>
            <span>
              <AnsiText text={text} />
            </span>
          </div>
        );
      })}
    </div>
  );
}
