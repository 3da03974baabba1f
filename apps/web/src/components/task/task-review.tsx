"use client";

import { isTerminal, type Task } from "@slipway/core";
import { useQuery } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { api } from "../../client/api.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { ReviewNotice } from "../environments/review-notice.tsx";
import { Button } from "../ui/button.tsx";
import { useTaskActions } from "./use-task-actions.ts";

/** Of a task on another branch than the default one: what it was not given, and the way to give it. */
export function TaskReview({ task }: { task: Task }) {
  const repositories = useQuery({ queryKey: queryKeys.repositories, queryFn: api.listRepositories });
  const { retry } = useTaskActions(task.id);
  const defaultBranch = repositories.data?.find(({ id }) => id === task.repository.id)?.defaultBranch;
  if (defaultBranch === undefined || defaultBranch === task.branch) return null;
  const isOver = task.turnList.at(-1)?.attempts.every(({ state }) => isTerminal(state)) === true;
  return (
    <ReviewNotice
      place={{ kind: "task", id: task.id }}
      next={
        isOver ? (
          <Button size="sm" disabled={retry.isPending} onClick={() => retry.mutate()}>
            <RotateCw aria-hidden />
            Retry
          </Button>
        ) : null
      }
    />
  );
}
