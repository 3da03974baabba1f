"use client";

import type { Environment } from "@slipway/core";
import { LoaderCircle, RotateCw } from "lucide-react";
import { useState } from "react";
import { errorSentence } from "../../client/api-error.ts";
import { counted } from "../../format/figures.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { ResetSnapshots } from "./reset-snapshots.tsx";
import { SnapshotRow } from "./snapshot-row.tsx";
import { SnapshotUses } from "./snapshot-uses.tsx";
import { useSnapshots } from "./use-snapshots.ts";

const shownFirst = 3;

/** What setup left of this environment: state, size, age, last use, and why each was built. Not shown before there is one. */
export function SnapshotPanel({ environment }: { environment: Environment }) {
  const [all, setAll] = useState(false);
  const { snapshots, reset, retry, isAwaited } = useSnapshots(environment);
  if (snapshots.isError) return <Notice tone="warn">{errorSentence(snapshots.error)}</Notice>;
  // Where something is built there is nearly always a build to show: its place is kept, so that the form does not jump.
  if (snapshots.isPending) return isBuilt(environment) ? <Skeleton className="h-40 rounded-xl" /> : null;
  const items = snapshots.data;
  if (items.length === 0) return null;
  const shown = all ? items : items.slice(0, shownFirst);
  return (
    <section aria-labelledby="snapshots" className="overflow-hidden rounded-xl border bg-surface">
      <div className="flex items-center gap-3 px-4 py-2.5">
        <h2 id="snapshots" className="font-medium text-sm max-sm:mr-auto">
          Snapshots
        </h2>
        <p className="mr-auto text-faint text-xs max-sm:sr-only">What setup left, shared by tasks until something it depends on changes</p>
        {items[0]?.state === "failed" ? (
          <Button size="sm" disabled={retry.isPending || isAwaited} onClick={() => retry.mutate()}>
            <RotateCw aria-hidden />
            Retry
          </Button>
        ) : null}
        <ResetSnapshots name={environment.name} isBusy={reset.isPending} onReset={() => reset.mutate()} />
      </div>
      {isAwaited ? (
        <p role="status" className="flex items-center gap-2.5 border-t px-4 py-2.5 text-sm">
          <LoaderCircle aria-hidden className="size-3.5 animate-spin text-accent" />
          Setup runs again as soon as a worker takes it up
        </p>
      ) : null}
      <ul className="divide-y border-t">
        {shown.map((snapshot) => (
          <SnapshotRow key={snapshot.id} snapshot={snapshot} isNewest={snapshot === items[0]} />
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
      <SnapshotUses
        environmentId={environment.id}
        newest={items.map(({ state, lastUsedAt, createdAt }) => `${state} ${lastUsedAt ?? createdAt}`).join()}
      />
    </section>
  );
}

function isBuilt({ setupScript, dockerfile }: Environment): boolean {
  return setupScript.trim() !== "" || dockerfile !== null;
}
