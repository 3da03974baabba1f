import type { Attempt, Task } from "@slipway/core";
import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { moment } from "../../format/duration.ts";
import { compact, money } from "../../format/figures.ts";
import { outcomeWords } from "../environments/outcome-words.ts";
import { ModelMark } from "../marks/model-mark.tsx";
import { Screenshots } from "../pictures/screenshots.tsx";
import { PhaseTimeline } from "./phase-timeline.tsx";

/** Facts of the attempt: where its time went, what it used, and what it worked on. */
export function DetailsPanel({ task, attempt }: { task: Task; attempt: Attempt }) {
  const { usage, change } = attempt;
  return (
    <section
      aria-label="Details"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="relative h-full outline-offset-[-2px] space-y-7 overflow-y-auto px-4 py-4 sm:px-5"
    >
      <section aria-labelledby="time">
        <h2 id="time" className="mb-3 font-medium text-sm">
          Where the time went
        </h2>
        <PhaseTimeline attempt={attempt} />
      </section>
      <Screenshots attempt={attempt} />
      <Facts
        title="Model"
        facts={[
          ["Model", <ModelMark key="model" model={attempt.model} demo={attempt.demo} />],
          ["Effort", task.effort],
          ["Requests", usage.requests.toLocaleString("en")],
          [
            "Tokens in",
            `${compact(usage.inputTokens)}${usage.cachedInputTokens > 0 ? `, ${compact(usage.cachedInputTokens)} of them cached` : ""}`,
          ],
          ["Tokens out", compact(usage.outputTokens)],
          ["Cost", attempt.demo ? "None" : usage.costUsd === null ? "Unknown: no price is set for this model" : money(usage.costUsd)],
        ]}
      />
      <Facts
        title="Source"
        facts={[
          ["Repository", task.repository.name],
          ["Branch", <Code key="branch">{task.branch}</Code>],
          ["Base commit", task.baseCommit === null ? null : <Code key="base">{task.baseCommit}</Code>],
          ["Tree at head", change === null ? null : <Code key="tree">{change.headTree}</Code>],
          ["Environment", <EnvironmentName key="environment" task={task} />],
          ["Snapshot", attempt.snapshot === null ? null : `${outcomeWords[attempt.snapshot.outcome]}: ${attempt.snapshot.reason}`],
        ]}
      />
      <Facts
        title="Times"
        facts={[
          ["Sent", moment(attempt.createdAt)],
          ["Started", attempt.startedAt === null ? null : moment(attempt.startedAt)],
          ["Finished", attempt.finishedAt === null ? null : moment(attempt.finishedAt)],
          ["Attempt", <Code key="id">{attempt.id}</Code>],
        ]}
      />
    </section>
  );
}

function EnvironmentName({ task: { environment } }: { task: Task }) {
  if (environment === null) return "None stored: the default image unless the repository has its own file";
  return (
    <Link className="text-accent underline underline-offset-2" href={`/environments/${environment.id}` as Route}>
      {environment.name}
    </Link>
  );
}

function Code({ children }: { children: ReactNode }) {
  return <code className="break-all font-mono text-xs">{children}</code>;
}

function Facts({ title, facts }: { title: string; facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <section aria-label={title}>
      <h2 className="mb-2 font-medium text-sm">{title}</h2>
      <dl className="divide-y rounded-lg border bg-surface text-sm">
        {facts
          .filter(([, value]) => value !== null)
          .map(([name, value]) => (
            <div key={name} className="flex gap-4 px-3 py-2">
              <dt className="w-28 shrink-0 text-muted">{name}</dt>
              <dd className="min-w-0 flex-1 break-words">{value}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
}
