"use client";

import { type Attempt, checkWords, citationsAsText, compareChecks, summaryText, type Task, type Turn } from "@slipway/core";
import { ChevronRight } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { duration } from "../../format/duration.ts";
import { compact, counted, money } from "../../format/figures.ts";
import { LineCounts } from "../marks/line-counts.tsx";
import { StatusMark } from "../marks/status-mark.tsx";
import { VisibleText } from "../marks/visible-text.tsx";
import { VerdictMark } from "../task/outcome-mark.tsx";
import { Button } from "../ui/button.tsx";
import { classNames } from "../ui/class-names.ts";
import type { Pick } from "./use-pick.ts";

type AttemptCardProps = { task: Task; turn: Turn; attempt: Attempt; pick: Pick };

/** Everything that tells one attempt from another. */
export function AttemptCard({ task, turn, attempt, pick }: AttemptCardProps) {
  const isPicked = turn.pickedAttemptId === attempt.id;
  const isFolded = turn.pickedAttemptId !== null && !isPicked;
  return (
    <article
      aria-label={`Attempt ${attempt.index + 1}`}
      className={classNames("flex h-full flex-col gap-3 rounded-xl border bg-surface p-4", isPicked && "border-accent")}
    >
      <header className="flex items-center gap-2">
        <h2 className="font-medium text-base">
          <Link href={`/tasks/${task.id}?attempt=${attempt.id}` as Route} className="rounded hover:underline">
            Attempt {attempt.index + 1}
          </Link>
        </h2>
        <StatusMark status={attempt.state} mode={task.mode} />
        {isPicked ? <span className="ml-auto rounded-full bg-accent-soft px-2 py-0.5 text-accent text-xs">Picked</span> : null}
        {isFolded ? <span className="ml-auto rounded-full bg-sunken px-2 py-0.5 text-muted text-xs">Set aside</span> : null}
      </header>
      <Figures attempt={attempt} />
      <Checks attempt={attempt} />
      <Words attempt={attempt} />
      <footer className="mt-auto flex items-center gap-2 pt-1">
        <PickButton attempt={attempt} isPicked={isPicked} pick={pick} />
      </footer>
    </article>
  );
}

function Figures({ attempt }: { attempt: Attempt }) {
  const { usage, change } = attempt;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [
      "Change",
      change === null || change.stats.files === 0 ? (
        "none"
      ) : (
        <>
          {counted(change.stats.files, "file")} <LineCounts additions={change.stats.additions} deletions={change.stats.deletions} />
        </>
      ),
    ],
    [
      "Time",
      attempt.startedAt === null || attempt.finishedAt === null
        ? "–"
        : duration(Date.parse(attempt.finishedAt) - Date.parse(attempt.startedAt)),
    ],
    ["Tokens", `${compact(usage.inputTokens)} in, ${compact(usage.outputTokens)} out`],
    ["Cost", attempt.demo ? "none" : usage.costUsd === null ? "no price known" : money(usage.costUsd)],
  ];
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="flex flex-wrap items-baseline gap-x-2 tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Checks({ attempt }: { attempt: Attempt }) {
  const checks = compareChecks(attempt.verifications);
  if (checks.length === 0) return <p className="text-faint text-xs">No check ran.</p>;
  return (
    <ul aria-label="Checks" className="space-y-1.5">
      {checks.map((check) => (
        <li key={check.name} className="flex gap-2 text-xs">
          <VerdictMark verdict={check.verdict} />
          <span className="min-w-0">
            <span className="block break-words font-mono leading-5">{check.name}</span>
            <span className="block text-muted">{checkWords(check)}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

function Words({ attempt: { summary, failure } }: { attempt: Attempt }) {
  if (failure !== null) return <p className="break-words text-bad text-sm">{failure.message}</p>;
  if (summary === null) return null;
  return (
    <details className="group text-sm">
      <summary className="flex cursor-pointer items-start gap-1.5 font-medium">
        <ChevronRight aria-hidden className="mt-0.5 size-3.5 shrink-0 text-faint transition-transform group-open:rotate-90" />
        <span className="min-w-0 break-words">
          <VisibleText>{summary.title}</VisibleText>
        </span>
      </summary>
      <p className="mt-2 whitespace-pre-wrap break-words pl-5 text-muted">
        <VisibleText>{citationsAsText(summaryText(summary))}</VisibleText>
      </p>
    </details>
  );
}

function PickButton({ attempt, isPicked, pick }: { attempt: Attempt; isPicked: boolean; pick: Pick }) {
  if (pick.obstacle !== null) return <p className="text-faint text-xs">{pick.obstacle}</p>;
  if (isPicked)
    return (
      <Button size="sm" disabled={pick.isPending} onClick={() => pick.pick(null)}>
        Take the choice back
      </Button>
    );
  if (attempt.state !== "succeeded" && attempt.change === null) return <p className="text-faint text-xs">It left nothing to go on with.</p>;
  return (
    <Button variant="primary" size="sm" disabled={pick.isPending} onClick={() => pick.pick(attempt.id)}>
      Pick attempt {attempt.index + 1}
    </Button>
  );
}
