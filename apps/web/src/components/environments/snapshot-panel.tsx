"use client";

import type { Environment, Snapshot } from "@slipway/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ChevronRight, CircleCheck, CircleX, LoaderCircle, RotateCcw } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "../../client/api.ts";
import { errorSentence } from "../../client/api-error.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { duration } from "../../format/duration.ts";
import { bytes, counted } from "../../format/figures.ts";
import { AnsiText } from "../logs/ansi-text.tsx";
import { AgeMark } from "../marks/age-mark.tsx";
import { VisibleText } from "../marks/visible-text.tsx";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";

const shownFirst = 3;
const whileBuildingMs = 2_000;

/** What setup left of this environment: state, size, age, last use, and why each was built. Not shown before there is one. */
export function SnapshotPanel({ environment }: { environment: Environment }) {
  const queryClient = useQueryClient();
  const [all, setAll] = useState(false);
  const snapshots = useQuery({
    queryKey: queryKeys.snapshots(environment.id),
    queryFn: () => api.listSnapshots(environment.id),
    refetchInterval: ({ state }) => (state.data?.some((each) => each.state === "building") ? whileBuildingMs : false),
  });
  const resetting = useMutation({
    mutationFn: () => api.resetSnapshots(environment.id),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: queryKeys.snapshots(environment.id) });
      toast.success("The next task runs setup anew");
    },
    onError: (error) => void toast.error(errorSentence(error)),
  });
  if (snapshots.isError) return <Notice tone="warn">{errorSentence(snapshots.error)}</Notice>;
  const items = snapshots.data ?? [];
  if (items.length === 0) return null;
  const shown = all ? items : items.slice(0, shownFirst);
  return (
    <section aria-labelledby="snapshots" className="overflow-hidden rounded-xl border bg-surface">
      <div className="flex items-center gap-3 px-4 py-2.5">
        <h2 id="snapshots" className="font-medium text-sm">
          Snapshots
        </h2>
        <p className="mr-auto text-faint text-xs max-sm:sr-only">What setup left, shared by tasks until something it depends on changes</p>
        <Button size="sm" disabled={resetting.isPending} onClick={() => resetting.mutate()}>
          <RotateCcw aria-hidden />
          Reset
        </Button>
      </div>
      <ul className="divide-y border-t">
        {shown.map((snapshot) => (
          <SnapshotRow key={snapshot.id} snapshot={snapshot} />
        ))}
      </ul>
      {items.length > shownFirst ? (
        <button
          type="button"
          onClick={() => setAll(!all)}
          className="w-full border-t px-4 py-2 text-left text-accent text-xs hover:bg-hover"
        >
          {all ? "Show fewer" : `Show ${counted(items.length - shownFirst, "earlier one")}`}
        </button>
      ) : null}
    </section>
  );
}

const states = {
  building: { words: "Setup runs", icon: <LoaderCircle aria-hidden className="animate-spin text-accent" /> },
  ready: { words: "Ready", icon: <CircleCheck aria-hidden className="text-good" /> },
  failed: { words: "Setup failed", icon: <CircleX aria-hidden className="text-bad" /> },
};

function SnapshotRow({ snapshot }: { snapshot: Snapshot }) {
  const [toggled, setToggled] = useState<boolean | null>(null);
  const { state, failure, log, reason, createdAt, lastUsedAt } = snapshot;
  const open = toggled ?? state === "failed";
  return (
    <li className="px-4 py-2.5 text-sm">
      <div className="flex items-start gap-2.5 [&>svg]:mt-[3px] [&>svg]:size-3.5 [&>svg]:shrink-0">
        {states[state].icon}
        <div className="min-w-0 flex-1">
          <p>
            {states[state].words}
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
        {log === "" ? null : (
          <button
            type="button"
            aria-expanded={open}
            onClick={() => setToggled(!open)}
            className="flex shrink-0 items-center gap-1 text-accent text-xs"
          >
            Log
            <ChevronRight aria-hidden className={`size-3.5 transition-transform ${open ? "rotate-90" : ""}`} />
          </button>
        )}
      </div>
      {open ? <SetupEnd failure={failure} log={log} /> : null}
    </li>
  );
}

function factsOf({ sizeBytes, finishedAt, createdAt, commit }: Snapshot): string[] {
  const facts = [
    sizeBytes === null ? null : `${bytes(sizeBytes)} on top of the image`,
    finishedAt === null ? null : `setup took ${duration(Date.parse(finishedAt) - Date.parse(createdAt))}`,
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

/** How setup ended, with the end of what it wrote. The next task runs a failed setup again by itself. */
function SetupEnd({ failure, log }: Pick<Snapshot, "failure" | "log">) {
  return (
    <div className="mt-2 space-y-2 text-xs">
      {failure === null ? null : (
        <p>
          <span className="text-bad">
            <VisibleText>{failure.message}</VisibleText>
          </span>{" "}
          <span className="text-muted">Mend the script, or just retry: the next task runs setup again.</span>
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
