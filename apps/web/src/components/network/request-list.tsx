"use client";

import type { NetworkRequest } from "@slipway/core";
import { Ban, CircleAlert, CircleCheck } from "lucide-react";
import { duration } from "../../format/duration.ts";
import { bytes, counted } from "../../format/figures.ts";
import { useEvidence } from "../../hooks/use-evidence.ts";
import { VisibleText } from "../marks/visible-text.tsx";
import { askingCommands } from "./asking-commands.ts";
import { foldRepeats, type RequestRun } from "./fold-repeats.ts";

const shownRows = 500;

/** Every request, the newest first; a host that is refused again and again is one row. */
export function RequestList({ requests }: { requests: readonly NetworkRequest[] }) {
  const rows = foldRepeats(requests);
  const shown = rows.slice(-shownRows).toReversed();
  const totals = requests.reduce(
    (sum, each) => ({ count: sum.count + each.count, up: sum.up + each.bytesUp, down: sum.down + each.bytesDown }),
    { count: 0, up: 0, down: 0 },
  );
  return (
    <div>
      <h2 className="mb-2 font-medium text-sm">
        Requests{" "}
        <span className="font-normal text-faint text-xs">
          {totals.count.toLocaleString("en")} · {bytes(totals.up)} out · {bytes(totals.down)} in · newest first
          {rows.length > shown.length ? `, ${shown.length} shown` : ""}
        </span>
      </h2>
      <ul className="divide-y overflow-hidden rounded-lg border bg-surface">
        {shown.map((run) => (
          <RequestRow key={run.request.seq} run={run} />
        ))}
      </ul>
    </div>
  );
}

function RequestRow({ run: { request, count } }: { run: RequestRun }) {
  const { outcome, host, port, method, bytesUp, bytesDown, durationMs, reason, command, callId, phase } = request;
  const isAllowed = outcome === "allowed";
  const words = command === null ? (phase === "setup" ? ["setup"] : []) : askingCommands(command, host);
  return (
    <li className="px-3 py-2 text-xs">
      <div className="flex gap-2 max-sm:flex-wrap [&>svg]:mt-px [&>svg]:size-3.5 [&>svg]:shrink-0">
        <OutcomeMark isAllowed={isAllowed} hasFailed={reason !== null} />
        <span className="min-w-0 flex-1 break-all font-mono">
          {method === null ? null : <span className="text-faint">{method} </span>}
          <VisibleText>{host}</VisibleText>
          <span className="text-faint">:{port}</span>
        </span>
        <span className="shrink-0 text-faint tabular-nums max-sm:w-full max-sm:pl-5.5">
          {isAllowed
            ? `${count > 1 ? `${counted(count, "request")} · ` : ""}${bytes(bytesUp)} out · ${bytes(bytesDown)} in · ${duration(durationMs)}`
            : count > 1
              ? `denied ${count.toLocaleString("en")} times`
              : "denied"}
        </span>
      </div>
      {isAllowed && reason !== null ? <p className="break-words pl-5.5 text-muted">{reason}</p> : null}
      {words.map((part) => (
        <CommandWords key={part} words={part} callId={callId} />
      ))}
    </li>
  );
}

function OutcomeMark({ isAllowed, hasFailed }: { isAllowed: boolean; hasFailed: boolean }) {
  if (!isAllowed) return <Ban role="img" aria-label="Denied" className="text-warn" />;
  return hasFailed ? (
    <CircleAlert role="img" aria-label="Allowed, and ended early" className="text-warn" />
  ) : (
    <CircleCheck role="img" aria-label="Allowed" className="text-good" />
  );
}

/** Leads to the command in the log, where it has a place there. */
function CommandWords({ words, callId }: { words: string; callId: string | null }) {
  const { openCommand } = useEvidence();
  const text = <VisibleText>{words}</VisibleText>;
  return (
    <p className="truncate pl-5.5 font-mono text-faint">
      {callId === null ? (
        text
      ) : (
        <button type="button" onClick={() => openCommand(callId, null)} className="max-w-full truncate hover:text-ink hover:underline">
          {text}
        </button>
      )}
    </p>
  );
}
