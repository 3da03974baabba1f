import type { TaskMode, TaskStatus, Waiting } from "@slipway/core";
import { CircleCheck, CircleDashed, CircleHelp, CircleSlash, CircleX, Clock, FlaskConical, LoaderCircle, PackageOpen } from "lucide-react";
import type { ComponentType } from "react";
import { waitingWords } from "../task/waiting/waiting-words.ts";
import { classNames } from "../ui/class-names.ts";

type Look = { words: string; Icon: ComponentType<{ className?: string }>; tone: string };

const looks: Record<TaskStatus, Look> = {
  queued: { words: "Queued", Icon: CircleDashed, tone: "text-faint" },
  preparing: { words: "Preparing", Icon: PackageOpen, tone: "text-accent" },
  running: { words: "Working", Icon: LoaderCircle, tone: "text-accent" },
  waiting: { words: "Waiting", Icon: CircleHelp, tone: "text-warn" },
  verifying: { words: "Checking", Icon: FlaskConical, tone: "text-accent" },
  succeeded: { words: "Ready to review", Icon: CircleCheck, tone: "text-good" },
  failed: { words: "Failed", Icon: CircleX, tone: "text-bad" },
  cancelled: { words: "Stopped", Icon: CircleSlash, tone: "text-faint" },
};

/** An answer changes nothing, so nothing is checked. */
const answerWords: Partial<Record<TaskStatus, string>> = { succeeded: "Answered", verifying: "Answering" };

const goesOnByItself: Look = { ...looks.waiting, Icon: Clock, tone: "text-accent" };

/** Who waits for a provider asks nothing of the person. */
function lookOf(status: TaskStatus, waiting?: Waiting | null): Look {
  return waiting?.kind === "rate_limit" ? goesOnByItself : looks[status];
}

export function statusWords(status: TaskStatus, mode: TaskMode, waiting?: Waiting | null): string {
  if (waiting != null) return waitingWords(waiting);
  return (mode === "ask" ? answerWords[status] : undefined) ?? looks[status].words;
}

export function StatusIcon({ status, waiting, className }: { status: TaskStatus; waiting?: Waiting | null; className?: string }) {
  const { Icon, tone } = lookOf(status, waiting);
  return (
    <Icon
      aria-hidden
      className={classNames("size-4 shrink-0", tone, status === "running" && "animate-spin [animation-duration:2.4s]", className)}
    />
  );
}

type StatusProps = { status: TaskStatus; mode: TaskMode; waiting?: Waiting | null };

/** A status in its colour, for where its icon already stands. */
export function StatusWords({ status, mode, waiting }: StatusProps) {
  return (
    <span className={`shrink-0 ${lookOf(status, waiting).tone}`} suppressHydrationWarning>
      {statusWords(status, mode, waiting)}
    </span>
  );
}

/** A status as an icon and words; never by colour alone. */
export function StatusMark({ status, mode, waiting, className }: StatusProps & { className?: string }) {
  return (
    <span
      className={classNames("inline-flex min-w-0 items-center gap-1.5 whitespace-nowrap text-xs", lookOf(status, waiting).tone, className)}
      suppressHydrationWarning
    >
      <StatusIcon status={status} waiting={waiting ?? null} className="size-3.5" />
      <span className="truncate">{statusWords(status, mode, waiting)}</span>
    </span>
  );
}
