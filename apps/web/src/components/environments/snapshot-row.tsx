"use client";

import type { Snapshot } from "@slipway/core";
import { ChevronRight, CircleCheck, CircleX, LoaderCircle } from "lucide-react";
import { useState } from "react";
import { duration } from "../../format/duration.ts";
import { bytes } from "../../format/figures.ts";
import { AnsiText } from "../logs/ansi-text.tsx";
import { AgeMark } from "../marks/age-mark.tsx";
import { VisibleText } from "../marks/visible-text.tsx";

const icons = {
  building: <LoaderCircle aria-hidden className="animate-spin text-accent" />,
  ready: <CircleCheck aria-hidden className="text-good" />,
  failed: <CircleX aria-hidden className="text-bad" />,
};
const setupWords = { building: "Setup runs", ready: "Ready", failed: "Setup failed" };
const imageWords = { building: "The Dockerfile is built", ready: "Image of the Dockerfile", failed: "The Dockerfile's build failed" };

/** One build: how it ended, what it made, and why it was needed. Only the newest failure is told at once. */
export function SnapshotRow({ snapshot, isNewest }: { snapshot: Snapshot; isNewest: boolean }) {
  const [toggled, setToggled] = useState<boolean | null>(null);
  const { kind, state, failure, log, reason, createdAt, lastUsedAt } = snapshot;
  const words = (kind === "image" ? imageWords : setupWords)[state];
  const open = toggled ?? (state === "failed" && isNewest);
  return (
    <li className="px-4 py-2.5 text-sm">
      <div className="flex items-start gap-2.5 [&>svg]:mt-[3px] [&>svg]:size-3.5 [&>svg]:shrink-0">
        {icons[state]}
        <div className="min-w-0 flex-1">
          <p>
            {words}
            <span className="text-faint text-xs">
              {" "}
              · <AgeMark at={createdAt} />
              {factsOf(snapshot).map((fact) => ` · ${fact}`)}
            </span>
          </p>
          <p className="text-muted text-xs">
            Built because {reason}. {lastUsedAt === null ? null : <LastUse at={lastUsedAt} />}
          </p>
        </div>
        {log === "" && failure === null ? null : (
          <button
            type="button"
            aria-expanded={open}
            onClick={() => setToggled(!open)}
            className="flex shrink-0 items-center gap-1 text-accent text-xs"
          >
            {log === "" ? "Why" : "Log"}
            <ChevronRight aria-hidden className={`size-3.5 transition-transform ${open ? "rotate-90" : ""}`} />
          </button>
        )}
      </div>
      {open ? <SetupEnd failure={failure} log={log} /> : null}
    </li>
  );
}

function factsOf({ kind, sizeBytes, finishedAt, createdAt, commit }: Snapshot): string[] {
  const facts = [
    sizeBytes === null ? null : `${bytes(sizeBytes)}${kind === "image" ? "" : " on top of the image"}`,
    finishedAt === null
      ? null
      : `${kind === "image" ? "the build" : "setup"} took ${duration(Date.parse(finishedAt) - Date.parse(createdAt))}`,
    commit === null ? null : `at ${commit.slice(0, 10)}`,
  ];
  return facts.filter((fact) => fact !== null);
}

function LastUse({ at }: { at: string }) {
  return (
    <>
      Last used <AgeMark at={at} />.
    </>
  );
}

/** How setup ended, with the end of what it wrote. */
function SetupEnd({ failure, log }: Pick<Snapshot, "failure" | "log">) {
  return (
    <div className="mt-2 space-y-2 text-xs">
      {failure === null ? null : (
        <p>
          <span className="text-bad">
            <VisibleText>{failure.message}</VisibleText>
          </span>{" "}
          <span className="text-muted">{failure.hint}</span>
        </p>
      )}
      {log === "" ? null : (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          tabIndex={0}
          className="max-h-64 overflow-auto whitespace-pre-wrap break-words rounded-md border bg-sunken p-2.5 font-mono leading-5"
        >
          <AnsiText text={log.trimEnd()} />
        </pre>
      )}
    </div>
  );
}
