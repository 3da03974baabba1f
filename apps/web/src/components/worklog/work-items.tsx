"use client";

import {
  Ban,
  CircleCheck,
  CircleX,
  FilePen,
  FlaskConical,
  ImageIcon,
  Info,
  LoaderCircle,
  MessageSquare,
  Terminal,
  TriangleAlert,
} from "lucide-react";
import type { ReactNode } from "react";
import { duration } from "../../format/duration.ts";
import { useEvidence } from "../../hooks/use-evidence.ts";
import { LineCounts } from "../marks/line-counts.tsx";
import { ProseText } from "../marks/prose-text.tsx";
import { VisibleText } from "../marks/visible-text.tsx";
import { askingCommands } from "../network/asking-commands.ts";
import { pictureName, Thumbnails } from "../pictures/thumbnails.tsx";
import { classNames } from "../ui/class-names.ts";
import type { CheckItem, CommandItem, WorkItem } from "./work-log.ts";

/** One line of the work log. */
export function WorkItemRow({ item }: { item: WorkItem }) {
  const evidence = useEvidence();
  switch (item.kind) {
    case "command":
      return <CommandRow item={item} onOpen={() => evidence.openCommand(item.callId, null)} />;
    case "check":
      return <CheckRow item={item} onOpen={() => evidence.openCheck(item.started.name, null)} />;
    case "file":
      return (
        <Row
          icon={<FilePen aria-hidden />}
          onOpen={() => evidence.openFile(item.file.path, null)}
          label={`Show ${item.file.path} in the changes`}
        >
          <span className="min-w-0 truncate font-mono text-xs">
            <VisibleText>{item.file.path}</VisibleText>
          </span>
          <LineCounts additions={item.file.additions} deletions={item.file.deletions} className="ml-auto" />
        </Row>
      );
    case "picture":
      return <PictureRow item={item} />;
    case "denied":
      return (
        <Row icon={<Ban aria-hidden className="text-warn" />}>
          <span className="min-w-0 break-words text-warn">
            Network denied: {item.host}:{item.port}
            {item.command === null ? null : (
              <span className="text-faint"> asked by {askingCommands(item.command, item.host).join(", ")}</span>
            )}
          </span>
        </Row>
      );
    case "message":
      return (
        <Row icon={<MessageSquare aria-hidden />}>
          <span className="min-w-0 whitespace-pre-wrap break-words text-muted">
            {item.role === "person" ? <span className="font-medium text-ink">You: </span> : null}
            <ProseText>{item.text}</ProseText>
          </span>
        </Row>
      );
    case "note":
      return (
        <Row
          icon={
            item.level === "info" ? (
              <Info aria-hidden />
            ) : (
              <TriangleAlert aria-hidden className={item.level === "error" ? "text-bad" : "text-warn"} />
            )
          }
        >
          <span className="min-w-0 break-words text-muted">{item.text}</span>
        </Row>
      );
  }
}

type RowProps = { icon: ReactNode; children: ReactNode; label?: string; onOpen?: () => void };

function Row({ icon, children, label, onOpen }: RowProps) {
  const look =
    "flex w-full min-w-0 items-start gap-2 rounded-md px-1.5 py-1 text-left text-xs leading-5 [&>svg]:mt-[3px] [&>svg]:size-3.5 [&>svg]:shrink-0 [&>svg]:text-faint";
  if (onOpen === undefined)
    return (
      <div className={look}>
        {children === null ? null : icon}
        {children}
      </div>
    );
  return (
    <button
      type="button"
      aria-label={label}
      onClick={onOpen}
      className={classNames(look, "items-center transition-colors hover:bg-hover [&>svg]:mt-0")}
    >
      {icon}
      {children}
    </button>
  );
}

function CommandRow({ item, onOpen }: { item: CommandItem; onOpen: () => void }) {
  const { finished } = item;
  const [firstLine = "", ...more] = item.command.split("\n");
  return (
    <Row icon={<Terminal aria-hidden />} onOpen={onOpen}>
      <code className="min-w-0 flex-1 truncate font-mono text-xs" title={item.command}>
        <VisibleText>{firstLine}</VisibleText>
        {more.length > 0 ? <span className="text-faint"> …</span> : null}
      </code>{" "}
      {finished === null ? (
        <LoaderCircle aria-hidden className="animate-spin text-accent" />
      ) : (
        <span className="shrink-0 whitespace-nowrap text-faint tabular-nums">
          <span className={finished.exitCode === 0 ? "" : "text-bad"}>{endingWords(finished)}</span> · {duration(finished.durationMs)}
        </span>
      )}
      <span className="sr-only">{finished === null ? endingWords(finished) : ""} Show its log</span>
    </Row>
  );
}

function PictureRow({ item }: { item: Extract<WorkItem, { kind: "picture" }> }) {
  const name = pictureName(item.source);
  return (
    <Row icon={<ImageIcon aria-hidden />}>
      <span className="min-w-0 flex-1 space-y-1.5">
        <code className="block truncate font-mono text-xs" title={item.source}>
          <VisibleText>{name}</VisibleText>
        </code>
        <Thumbnails pictures={[{ image: item.image, name }]} label={`Picture of ${name}`} />
      </span>
    </Row>
  );
}

function endingWords(finished: CommandItem["finished"]): string {
  if (finished === null) return "running";
  if (finished.ending === "timed_out") return "timed out";
  if (finished.ending === "killed") return "killed";
  return `exit ${finished.exitCode ?? "?"}`;
}

function CheckRow({ item, onOpen }: { item: CheckItem; onOpen: () => void }) {
  const { started, finished } = item;
  return (
    <Row
      icon={finished === null ? <FlaskConical aria-hidden /> : <OutcomeIcon passed={finished.outcome === "passed"} />}
      onOpen={onOpen}
      label={`Check ${started.name} at ${started.side}`}
    >
      <span className="min-w-0 flex-1 truncate">
        Check <span className="font-medium">{started.name}</span> at {started.side}
      </span>
      {finished === null ? (
        <LoaderCircle aria-hidden className="animate-spin text-accent" />
      ) : (
        <span className="shrink-0 whitespace-nowrap text-faint tabular-nums">
          {finished.outcome.replace("_", " ")} · {duration(finished.durationMs)}
        </span>
      )}
    </Row>
  );
}

function OutcomeIcon({ passed }: { passed: boolean }) {
  return passed ? <CircleCheck aria-hidden className="!text-good" /> : <CircleX aria-hidden className="!text-bad" />;
}
