"use client";

import { Tabs } from "@base-ui/react/tabs";
import { type Attempt, compareChecks, isTerminal, type Task, tallyChecks } from "@slipway/core";
import dynamic from "next/dynamic";
import { useEvidence, VIEWS, type View } from "../../hooks/use-evidence.ts";
import { useWide } from "../../hooks/use-wide.ts";
import { LogsPanel } from "../logs/logs-panel.tsx";
import { NetworkPanel } from "../network/network-panel.tsx";
import { useNetwork } from "../network/use-network.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { ChecksPanel } from "./checks/checks-panel.tsx";
import { DetailsPanel } from "./details-panel.tsx";
import { Thread } from "./thread.tsx";

const ChangesPanel = dynamic(() => import("../changes/changes-panel.tsx").then((module) => module.ChangesPanel), {
  ssr: false,
  loading: () => <Skeleton className="m-4 h-40" />,
});

const names: Record<View, string> = {
  thread: "Thread",
  changes: "Changes",
  logs: "Logs",
  checks: "Checks",
  network: "Network",
  details: "Details",
};

/** Side by side where there is room; on a phone the thread is the first of the tabs. */
export function TaskBody({ task, attempt }: { task: Task; attempt: Attempt }) {
  const wide = useWide();
  const { place, openView } = useEvidence();
  const evidence: Exclude<View, "thread"> = place.view === null || place.view === "thread" ? defaultEvidence(attempt) : place.view;
  const view: View = wide ? evidence : (place.view ?? "thread");
  const views = VIEWS.filter((each) => (each !== "thread" || !wide) && (each === view || isOfMode(each, task.mode)));

  return (
    <main className="grid min-h-0 flex-1 lg:grid-cols-[minmax(380px,5fr)_minmax(0,8fr)]">
      {wide ? (
        <section aria-label="Thread" className="min-h-0 min-w-0 border-r">
          <Thread task={task} attempt={attempt} />
        </section>
      ) : null}
      <Tabs.Root value={view} onValueChange={(next: View) => openView(next)} className="flex min-h-0 min-w-0 flex-col">
        <Tabs.List aria-label="Evidence" className="flex h-10 shrink-0 gap-4 overflow-x-auto border-b px-4 max-sm:gap-3">
          {views.map((each) => (
            <Tabs.Tab
              key={each}
              value={each}
              className="flex items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 text-muted text-sm transition-colors hover:text-ink data-[active]:border-ink data-[active]:font-medium data-[active]:text-ink"
            >
              {each === "changes" && task.mode === "ask" ? "File" : names[each]}
              <TabFigure view={each} attempt={attempt} />
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={view} className="min-h-0 flex-1 outline-none" tabIndex={-1}>
          {view === "thread" ? <Thread task={task} attempt={attempt} /> : <Evidence view={view} task={task} attempt={attempt} />}
        </Tabs.Panel>
      </Tabs.Root>
    </main>
  );
}

function Evidence({ view, task, attempt }: { view: Exclude<View, "thread">; task: Task; attempt: Attempt }) {
  switch (view) {
    case "changes":
      return <ChangesPanel key={attempt.id} attempt={attempt} />;
    case "logs":
      return <LogsPanel key={attempt.id} attempt={attempt} />;
    case "checks":
      return <ChecksPanel task={task} attempt={attempt} />;
    case "network":
      return <NetworkPanel task={task} attempt={attempt} />;
    case "details":
      return <DetailsPanel task={task} attempt={attempt} />;
  }
}

/** An answer changes nothing and is not checked; what it cites opens where changes would. */
function isOfMode(view: View, mode: Task["mode"]): boolean {
  return mode === "code" || (view !== "changes" && view !== "checks");
}

/** While an attempt works, its log tells the most; afterwards its change does. */
function defaultEvidence(attempt: Attempt): Exclude<View, "thread"> {
  if (!isTerminal(attempt.state)) return "logs";
  return attempt.change === null || attempt.change.stats.files === 0 ? "logs" : "changes";
}

function TabFigure({ view, attempt }: { view: View; attempt: Attempt }) {
  const { newlyFailing, failing, failedBefore } = tallyChecks(compareChecks(attempt.verifications));
  if (view === "changes" && attempt.change !== null)
    return <span className="text-faint text-xs tabular-nums">{attempt.change.stats.files}</span>;
  if (view === "network") return <DeniedDot attempt={attempt} />;
  if (view === "checks" && newlyFailing + failing + failedBefore > 0)
    return <span role="img" aria-label="A check failed" className="size-1.5 rounded-full bg-bad" />;
  return null;
}

function DeniedDot({ attempt }: { attempt: Attempt }) {
  const { requests } = useNetwork(attempt);
  const denied = requests.some(({ outcome }) => outcome === "denied");
  return denied ? <span role="img" aria-label="Requests were denied" className="size-1.5 rounded-full bg-warn" /> : null;
}
