"use client";

import { type Attempt, type Change, isTerminal } from "@slipway/core";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../client/api.ts";
import { errorSentence } from "../../client/api-error.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { useEvidence } from "../../hooks/use-evidence.ts";
import { ChangeWarnings } from "../task/delivery/change-warnings.tsx";
import { isUnfinished } from "../task/delivery/unfinished-change.tsx";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { ChangesView } from "./changes-view.tsx";
import { readPatch } from "./patch-model.ts";
import { WholeFile } from "./whole-file.tsx";

/** What the attempt changed, to be read and commented on. */
export function ChangesPanel({ attempt }: { attempt: Attempt }) {
  const { change } = attempt;
  const { place, openView } = useEvidence();
  const { file } = place;
  if (file !== null && isTerminal(attempt.state) && !change?.files.some((each) => each.path === file)) {
    const close = (change?.files.length ?? 0) === 0 ? null : () => openView("changes");
    return <WholeFile attemptId={attempt.id} path={file} line={place.line} onClose={close} />;
  }
  if (change === null) {
    return (
      <Empty text={isTerminal(attempt.state) ? "This attempt left no change." : "The change appears here once the agent has finished."} />
    );
  }
  if (change.files.length === 0) return <Empty text="Nothing was changed." />;
  return <Loaded attemptId={attempt.id} change={change} unfinished={isUnfinished(attempt)} />;
}

function Loaded({ attemptId, change, unfinished }: { attemptId: string; change: Change; unfinished: boolean }) {
  const patch = useQuery({
    queryKey: queryKeys.patch(attemptId, change.headTree),
    queryFn: ({ signal }) => api.getPatch(attemptId, signal).then((text) => readPatch(text, change.files)),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <div className="flex h-full min-h-0 flex-col">
      {unfinished ? (
        <p className="shrink-0 border-b bg-warn-soft px-4 py-2 text-sm">
          <strong className="font-medium">Unfinished.</strong> This is the change so far: the attempt did not come to its end, and no check
          was run.
        </p>
      ) : null}
      {change.warnings.length === 0 ? null : (
        <div className="relative max-h-40 shrink-0 overflow-y-auto px-4 py-3">
          <ChangeWarnings warnings={change.warnings} />
        </div>
      )}
      {patch.isError ? (
        <Notice
          tone="bad"
          className="m-4"
          action={
            <Button size="sm" onClick={() => void patch.refetch()}>
              Try again
            </Button>
          }
        >
          {errorSentence(patch.error)}
        </Notice>
      ) : null}
      {patch.isPending ? <Skeleton className="m-4 h-48" /> : null}
      {patch.isSuccess ? <ChangesView attemptId={attemptId} change={change} files={patch.data} /> : null}
    </div>
  );
}

function Empty({ text }: { text: string }) {
  return <p className="px-6 py-20 text-center text-muted text-sm">{text}</p>;
}
