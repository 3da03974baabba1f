"use client";

import type { Attempt } from "@slipway/core";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { duration } from "../../format/duration.ts";
import { counted } from "../../format/figures.ts";
import { useAttemptEvents } from "../../hooks/use-attempt-events.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { buildWorkLog } from "../worklog/work-log.ts";
import { PlanView, WorkLogView } from "../worklog/work-log-view.tsx";
import { workedMs } from "./time-spans.ts";

/** `Worked for 2m 13s ›`: the work log, folded. It is read when it is opened. */
export function WorkedFor({ attempt }: { attempt: Attempt }) {
  const [open, setOpen] = useState(false);
  const worked = workedMs(attempt);
  const words = worked === null ? "Never started" : `Worked for ${duration(worked)}`;
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="-ml-1 flex items-center gap-1 rounded-md px-1 py-0.5 text-muted text-sm transition-colors hover:text-ink"
      >
        {words}
        <ChevronRight aria-hidden className={`size-4 transition-transform ${open ? "rotate-90" : ""}`} />
      </button>
      {open ? <FoldedWork attempt={attempt} /> : null}
    </div>
  );
}

function FoldedWork({ attempt }: { attempt: Attempt }) {
  const events = useAttemptEvents(attempt.id);
  const log = buildWorkLog(events);
  if (events.length === 0 && attempt.lastSeq > 0) return <Skeleton className="mt-2 h-24" />;
  return (
    <div className="mt-2 space-y-4 border-l pl-3">
      <PlanView plan={log.plan} />
      <WorkLogView log={log} />
      <p className="px-1.5 text-faint text-xs">{counted(log.commands, "command")}</p>
    </div>
  );
}
