"use client";

import { type Attempt, isTerminal, type Task } from "@slipway/core";
import type { Route } from "next";
import Link from "next/link";
import { Skeleton } from "../ui/skeleton.tsx";
import { deniedHosts } from "./denied-hosts.ts";
import { DeniedList } from "./denied-list.tsx";
import { RequestList } from "./request-list.tsx";
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
