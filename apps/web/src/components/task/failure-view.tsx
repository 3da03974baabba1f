"use client";

import type { AttemptFailure, Task } from "@slipway/core";
import { RotateCw } from "lucide-react";
import { VisibleText } from "../marks/visible-text.tsx";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { useTaskActions } from "./use-task-actions.ts";

/** Why an attempt failed, what to do about it, and the last lines that it wrote. */
export function FailureView({ task, failure, canRetry }: { task: Task; failure: AttemptFailure; canRetry: boolean }) {
  const { retry } = useTaskActions(task.id);
  return (
    <Notice tone="bad" title={<VisibleText>{failure.message}</VisibleText>}>
      <p className="mt-1 whitespace-pre-wrap">{failure.hint}</p>
      {failure.log === null || failure.log === "" ? null : (
        <pre className="mt-3 max-h-56 overflow-auto whitespace-pre-wrap break-words rounded-md border bg-surface p-2.5 font-mono text-xs leading-5">
          <VisibleText>{failure.log.trimEnd()}</VisibleText>
        </pre>
      )}
      {canRetry ? (
        <Button size="sm" className="mt-3" disabled={retry.isPending} onClick={() => retry.mutate()}>
          <RotateCw aria-hidden />
          Retry
        </Button>
      ) : null}
    </Notice>
  );
}
