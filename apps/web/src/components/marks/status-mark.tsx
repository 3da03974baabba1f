import type { TaskMode, TaskStatus } from "@slipway/core";
import { CircleCheck, CircleDashed, CircleHelp, CircleSlash, CircleX, FlaskConical, LoaderCircle, PackageOpen } from "lucide-react";
import type { ComponentType } from "react";
import { classNames } from "../ui/class-names.ts";

type Look = { words: string; Icon: ComponentType<{ className?: string }>; tone: string };

const looks: Record<TaskStatus, Look> = {
  queued: { words: "Queued", Icon: CircleDashed, tone: "text-faint" },
  preparing: { words: "Preparing", Icon: PackageOpen, tone: "text-accent" },
  running: { words: "Working", Icon: LoaderCircle, tone: "text-accent" },
  waiting: { words: "Needs an answer", Icon: CircleHelp, tone: "text-warn" },
  verifying: { words: "Checking", Icon: FlaskConical, tone: "text-accent" },
  succeeded: { words: "Ready to review", Icon: CircleCheck, tone: "text-good" },
  failed: { words: "Failed", Icon: CircleX, tone: "text-bad" },
  cancelled: { words: "Stopped", Icon: CircleSlash, tone: "text-faint" },
};

export function statusWords(status: TaskStatus, mode: TaskMode): string {
  return status === "succeeded" && mode === "ask" ? "Answered" : looks[status].words;
}

export function StatusIcon({ status, className }: { status: TaskStatus; className?: string }) {
  const { Icon, tone } = looks[status];
  return (
    <Icon
      aria-hidden
      className={classNames("size-4 shrink-0", tone, status === "running" && "animate-spin [animation-duration:2.4s]", className)}
    />
  );
}

/** A status in its colour, for where its icon already stands. */
export function StatusWords({ status, mode }: { status: TaskStatus; mode: TaskMode }) {
  return <span className={`shrink-0 ${looks[status].tone}`}>{statusWords(status, mode)}</span>;
}

/** A status as an icon and words; never by colour alone. */
export function StatusMark({ status, mode, className }: { status: TaskStatus; mode: TaskMode; className?: string }) {
  return (
    <span className={classNames("inline-flex items-center gap-1.5 whitespace-nowrap text-xs", looks[status].tone, className)}>
      <StatusIcon status={status} className="size-3.5" />
      {statusWords(status, mode)}
    </span>
  );
}
