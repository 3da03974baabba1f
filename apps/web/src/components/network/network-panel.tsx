"use client";

import { type Attempt, HostPattern, isTerminal, type Task } from "@slipway/core";
import { Ban } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { counted } from "../../format/figures.ts";
import { VisibleText } from "../marks/visible-text.tsx";
import { Button } from "../ui/button.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { askingCommand } from "./asking-command.ts";
import { type DeniedHost, deniedHosts } from "./denied-hosts.ts";
import { RequestList } from "./request-list.tsx";
import { useAllowHost } from "./use-allow-host.ts";
import { useNetwork } from "./use-network.ts";

/** Every request of the attempt's sandboxes, and first the hosts that were refused. */
export function NetworkPanel({ task, attempt }: { task: Task; attempt: Attempt }) {
  const { requests, isReading } = useNetwork(attempt);
  const denied = deniedHosts(requests);
  if (isReading) return <Skeleton className="m-4 h-32" />;
  if (requests.length === 0) return <NoRequests task={task} attempt={attempt} />;
  return (
    <section
      aria-label="Network"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="relative h-full space-y-6 overflow-y-auto px-4 py-4 outline-offset-[-2px]"
    >
      {denied.length === 0 ? null : <DeniedList task={task} denied={denied} />}
      <RequestList requests={requests} />
    </section>
  );
}

function NoRequests({ task, attempt }: { task: Task; attempt: Attempt }) {
  return (
    <div className="mx-auto max-w-md px-6 py-20 text-center text-muted text-sm">
      <p>{isTerminal(attempt.state) ? "No request passed the gateway." : "No request so far."}</p>
      <p className="mt-2 text-faint text-xs">
        Only HTTP and HTTPS requests that go to the gateway are listed; nothing else has a way out.
        {task.environment === null ? null : (
          <>
            {" "}
            <Link className="text-accent underline" href={`/environments/${task.environment.id}` as Route}>
              The environment
            </Link>{" "}
            says what setup and the agent may reach.
          </>
        )}
      </p>
    </div>
  );
}

function DeniedList({ task, denied }: { task: Task; denied: readonly DeniedHost[] }) {
  const allowing = useAllowHost(task);
  const ended = isTerminal(task.status);
  return (
    <div>
      <h2 className="mb-2 font-medium text-sm">Denied hosts</h2>
      <ul className="divide-y overflow-hidden rounded-lg border border-warn/25 bg-surface">
        {denied.map((each) => (
          <li key={`${each.phase} ${each.host}`} className="flex flex-wrap items-start gap-x-3 gap-y-2 px-3 py-2.5">
            <Ban aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
            <div className="min-w-48 flex-1 text-xs">
              <p className="break-all font-mono text-sm">
                <VisibleText>{each.host}</VisibleText>
              </p>
              <p className="text-muted">
                {each.reason} {counted(each.count, "request")}, port {each.ports.join(", ")}
                {each.phase === "setup" ? ", during setup" : ""}
              </p>
              {each.commands.slice(0, 3).map((command) => (
                <p key={command} className="truncate text-faint">
                  asked by{" "}
                  <code className="font-mono">
                    <VisibleText>{askingCommand(command, each.host)}</VisibleText>
                  </code>
                </p>
              ))}
            </div>
            {task.environment === null || !HostPattern.safeParse(each.host).success ? null : (
              <Button size="sm" className="max-sm:ml-7" disabled={allowing.isPending} onClick={() => allowing.mutate(each)}>
                {ended ? "Allow and retry" : "Allow"}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {task.environment === null ? (
        <p className="mt-2 text-muted text-xs">This task has no environment, so there is no list that a host could join.</p>
      ) : null}
    </div>
  );
}
