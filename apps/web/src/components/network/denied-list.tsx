"use client";

import { HostPattern, isTerminal, type Task } from "@slipway/core";
import { Ban } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { counted } from "../../format/figures.ts";
import { VisibleText } from "../marks/visible-text.tsx";
import { Button } from "../ui/button.tsx";
import { askingCommands } from "./asking-commands.ts";
import type { DeniedHost } from "./denied-hosts.ts";
import { useAllowHosts } from "./use-allow-hosts.ts";

const shownCommands = 5;

/** The hosts that were refused, what asked for them, and how they are allowed. */
export function DeniedList({ task, denied }: { task: Task; denied: readonly DeniedHost[] }) {
  const allowing = useAllowHosts(task);
  const { environment } = task;
  const then = isTerminal(task.status) ? " and retry" : "";
  const listable = environment === null ? [] : denied.filter(({ host }) => HostPattern.safeParse(host).success);
  return (
    <div>
      <div className="mb-2 flex items-center justify-between gap-3">
        <h2 className="font-medium text-sm">Denied hosts</h2>
        {listable.length < 2 ? null : (
          <Button size="sm" disabled={allowing.isPending} onClick={() => allowing.mutate(listable)}>
            Allow all{then}
          </Button>
        )}
      </div>
      <ul className="divide-y overflow-hidden rounded-lg border border-warn/25 bg-surface">
        {denied.map((each) => (
          <li key={`${each.phase} ${each.host}`} className="flex flex-wrap items-start gap-x-3 gap-y-2 px-3 py-2.5">
            <Ban aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
            <DeniedFacts denied={each} />
            {listable.includes(each) ? (
              <Button
                size="sm"
                className="max-sm:ml-7"
                aria-label={`Allow ${each.host}${then}`}
                disabled={allowing.isPending}
                onClick={() => allowing.mutate([each])}
              >
                Allow{then}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <p className="mt-2 text-muted text-xs">
        {environment === null ? (
          "This task has no environment, so there is no list that a host could join."
        ) : (
          <>
            Allowing changes the environment{" "}
            <Link className="text-accent underline" href={`/environments/${environment.id}` as Route}>
              {environment.name}
            </Link>{" "}
            for every task that uses it: the host joins its list, and a network that is off opens to the listed hosts.
          </>
        )}
      </p>
    </div>
  );
}

function DeniedFacts({ denied: { host, phase, ports, count, reason, commands } }: { denied: DeniedHost }) {
  const asking = [...new Set(commands.flatMap((command) => askingCommands(command, host)))];
  return (
    <div className="min-w-48 flex-1 text-xs">
      <p className="break-all font-mono text-sm">
        <VisibleText>{host}</VisibleText>
      </p>
      <p className="text-muted">
        {reason} {counted(count, "request")}, port {ports.join(", ")}
        {phase === "setup" ? ", during setup" : ""}
      </p>
      {asking.slice(0, shownCommands).map((command) => (
        <p key={command} className="truncate text-faint">
          asked by{" "}
          <code className="font-mono">
            <VisibleText>{command}</VisibleText>
          </code>
        </p>
      ))}
      {asking.length > shownCommands ? (
        <p className="text-faint">and by {counted(asking.length - shownCommands, "other command")}</p>
      ) : null}
    </div>
  );
}
