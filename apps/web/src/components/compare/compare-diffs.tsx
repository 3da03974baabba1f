"use client";

import { type Attempt, isTerminal, type Turn } from "@slipway/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../client/api.ts";
import { errorSentence } from "../../client/api-error.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { readPatch } from "../changes/patch-model.ts";
import { PlainDiff } from "../changes/plain-diff.tsx";
import { LineCounts } from "../marks/line-counts.tsx";
import { VisibleText } from "../marks/visible-text.tsx";
import { classNames } from "../ui/class-names.ts";
import { inputStyle } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { type ComparedFile, compareFiles } from "./compare-files.ts";

/** The diffs of two attempts beside each other, file by file. */
export function CompareDiffs({ turn }: { turn: Turn }) {
  const changed = turn.attempts.filter(({ change }) => (change?.stats.files ?? 0) > 0);
  const [first, second] = firstPair(changed, turn.pickedAttemptId);
  const [leftId, setLeftId] = useState<string | null>(null);
  const [rightId, setRightId] = useState<string | null>(null);
  const [path, setPath] = useState<string | null>(null);
  const left = changed.find(({ id }) => id === leftId) ?? first;
  const right = changed.find(({ id }) => id === rightId) ?? [second, ...changed].find((each) => each !== undefined && each.id !== left?.id);
  if (left === undefined || right === undefined)
    return (
      <p className="rounded-xl border border-dashed px-6 py-10 text-center text-muted text-sm">
        {turn.attempts.every(({ state }) => isTerminal(state))
          ? "Fewer than two attempts changed something, so there are no diffs to lay beside each other."
          : "The diffs stand here beside each other once two attempts have changed something."}
      </p>
    );
  const files = compareFiles(left.change?.files ?? [], right.change?.files ?? []);
  const shown = files.find((file) => file.path === path) ?? files[0];
  return (
    <section aria-label="Diffs" className="overflow-hidden rounded-xl border bg-surface">
      <div className="grid gap-3 border-b px-4 py-3 sm:grid-cols-2">
        <AttemptSelect label="On the left" value={left} options={changed} onChange={setLeftId} />
        <AttemptSelect label="On the right" value={right} options={changed} onChange={setRightId} />
      </div>
      <div className="grid lg:grid-cols-[16rem_minmax(0,1fr)]">
        <FileList files={files} shown={shown?.path ?? null} left={left} right={right} onOpen={setPath} />
        <div className="grid min-w-0 divide-y border-t sm:grid-cols-2 sm:divide-x sm:divide-y-0 lg:border-t-0 lg:border-l">
          <Side attempt={left} path={shown?.path ?? ""} />
          <Side attempt={right} path={shown?.path ?? ""} />
        </div>
      </div>
    </section>
  );
}

/** What was picked and the first of the others, in the order of the cards above. */
function firstPair(changed: readonly Attempt[], pickedId: string | null): readonly Attempt[] {
  const picked = changed.filter(({ id }) => id === pickedId);
  const pair = [...picked, ...changed.filter(({ id }) => id !== pickedId)].slice(0, 2);
  return changed.filter((attempt) => pair.includes(attempt));
}

type AttemptSelectProps = { label: string; value: Attempt; options: readonly Attempt[]; onChange: (id: string) => void };

function AttemptSelect({ label, value, options, onChange }: AttemptSelectProps) {
  return (
    <label className="flex items-center gap-2 text-sm">
      <span className="shrink-0 text-muted">{label}</span>
      <select className={classNames(inputStyle, "h-8 min-w-0 flex-1")} value={value.id} onChange={(event) => onChange(event.target.value)}>
        {options.map((attempt) => (
          <option key={attempt.id} value={attempt.id}>
            Attempt {attempt.index + 1}: +{attempt.change?.stats.additions} −{attempt.change?.stats.deletions}
          </option>
        ))}
      </select>
    </label>
  );
}

type FileListProps = {
  files: readonly ComparedFile[];
  shown: string | null;
  left: Attempt;
  right: Attempt;
  onOpen: (path: string) => void;
};

function FileList({ files, shown, left, right, onOpen }: FileListProps) {
  const words = { both: "In both", left: `Only in attempt ${left.index + 1}`, right: `Only in attempt ${right.index + 1}` };
  return (
    <nav aria-label="Changed files" className="max-h-60 overflow-y-auto p-2 lg:max-h-[70dvh]">
      <ul>
        {files.map((file) => (
          <li key={file.path}>
            <button
              type="button"
              aria-current={file.path === shown ? "true" : undefined}
              onClick={() => onOpen(file.path)}
              className={classNames(
                "w-full rounded-md px-2 py-1.5 text-left text-sm outline-offset-[-2px] hover:bg-hover",
                file.path === shown && "bg-hover",
              )}
            >
              <span className="block break-all font-mono text-xs">
                <VisibleText>{file.path}</VisibleText>
              </span>
              <span className="flex flex-wrap items-baseline gap-x-2 text-muted text-xs">
                {words[file.overlap]}
                {[file.left, file.right].map((change, index) =>
                  change === null ? null : (
                    <LineCounts key={index === 0 ? "left" : "right"} additions={change.additions} deletions={change.deletions} />
                  ),
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Side({ attempt, path }: { attempt: Attempt; path: string }) {
  const { change } = attempt;
  const patch = useQuery({
    queryKey: queryKeys.patch(attempt.id, change?.headTree ?? ""),
    queryFn: ({ signal }) => api.getPatch(attempt.id, signal).then((text) => readPatch(text, change?.files ?? [])),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const file = patch.data?.find(({ id }) => id === path);
  return (
    <section aria-label={`Attempt ${attempt.index + 1}`} className="min-w-0">
      <h3 className="border-b bg-sunken/50 px-3 py-1.5 font-medium text-xs">Attempt {attempt.index + 1}</h3>
      {patch.isError ? (
        <Notice tone="bad" className="m-3">
          {errorSentence(patch.error)}
        </Notice>
      ) : null}
      {patch.isPending ? <Skeleton className="m-3 h-40" /> : null}
      {patch.isSuccess && file === undefined ? (
        <p className="px-4 py-10 text-center text-muted text-sm">This attempt leaves the file as it is.</p>
      ) : null}
      {file === undefined ? null : <PlainDiff key={`${attempt.id} ${path}`} file={file} />}
    </section>
  );
}
