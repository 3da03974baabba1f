"use client";

import { isTerminal, type Task, type Turn } from "@slipway/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../client/api.ts";
import { queryKeys } from "../../client/query-keys.ts";

/** Picking of a turn's attempts, and why it cannot be done now. */
export function usePick(task: Task, turn: Turn) {
  const queryClient = useQueryClient();
  const picking = useMutation({
    mutationFn: (attemptId: string | null) => api.pickAttempt(turn.id, attemptId),
    onSettled: () => {
      for (const queryKey of [queryKeys.task(task.id), queryKeys.tasks, queryKeys.counts]) void queryClient.invalidateQueries({ queryKey });
    },
  });
  return {
    pick: (attemptId: string | null) => picking.mutate(attemptId),
    isPending: picking.isPending,
    error: picking.error,
    obstacle: obstacleOf(task, turn),
  };
}

export type Pick = ReturnType<typeof usePick>;

function obstacleOf({ turnList }: Task, turn: Turn): string | null {
  if (turnList.at(-1)?.id !== turn.id) return "A follow-up builds on this turn already, so the choice stands.";
  if (!turn.attempts.every(({ state }) => isTerminal(state))) return "One can be picked when all of them have ended.";
  return null;
}
