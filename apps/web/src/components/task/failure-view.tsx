"use client";

import type { AttemptFailure, Task } from "@slipway/core";
import { PenLine, RotateCw, SlidersHorizontal } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { linkOfTask } from "../home/draft.ts";
import { VisibleText } from "../marks/visible-text.tsx";
import { Button, buttonStyle } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { useTaskActions } from "./use-task-actions.ts";

/** What is mended in the environment. */
const environmentCodes: ReadonlySet<AttemptFailure["code"]> = new Set([
  "image_missing",
  "environment_invalid",
  "setup_failed",
  "limit_reached",
]);

/** What another model may do better; a retry keeps the task's own. */
const modelCodes: ReadonlySet<AttemptFailure["code"]> = new Set([
  "model_unreachable",
  "model_unauthorized",
  "model_failed",
  "model_refused",
]);

/** Why an attempt failed, what to do about it, and the last lines that it wrote. */
export function FailureView({ task, failure, canRetry }: { task: Task; failure: AttemptFailure; canRetry: boolean }) {
  const { retry } = useTaskActions(task.id);
  const again = modelCodes.has(failure.code) ? linkOfTask(task) : null;
  const environment = environmentCodes.has(failure.code) ? task.environment : null;
  return (
    <Notice tone="bad" title={<VisibleText>{failure.message}</VisibleText>}>
      <p className="mt-1 whitespace-pre-wrap">{failure.hint}</p>
      {failure.log === null || failure.log === "" ? null : (
        <pre className="mt-3 max-h-56 overflow-auto whitespace-pre-wrap break-words rounded-md border bg-surface p-2.5 font-mono text-xs leading-5">
          <VisibleText>{failure.log.trimEnd()}</VisibleText>
        </pre>
      )}
      <div className="flex flex-wrap gap-2 [&>*]:mt-3">
        {canRetry ? (
          <Button size="sm" disabled={retry.isPending} onClick={() => retry.mutate()}>
            <RotateCw aria-hidden />
            Retry
          </Button>
        ) : null}
        {again === null ? null : (
          <Link href={again as Route} className={buttonStyle({ size: "sm" })}>
            <PenLine aria-hidden />
            Choose another model
          </Link>
        )}
        {environment === null ? null : (
          <Link href={`/environments/${environment.id}` as Route} className={buttonStyle({ size: "sm", className: "max-w-full" })}>
            <SlidersHorizontal aria-hidden />
            <span className="truncate">Open the environment {environment.name}</span>
          </Link>
        )}
      </div>
    </Notice>
  );
}
