"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { api, type DeliveryInput, type MessageInput } from "../../client/api.ts";
import { errorSentence } from "../../client/api-error.ts";
import { queryKeys } from "../../client/query-keys.ts";

/** What a person can do to a task; every answer makes the task be read anew. */
export function useTaskActions(taskId: string) {
  const queryClient = useQueryClient();
  const refresh = () => {
    void queryClient.invalidateQueries({ queryKey: queryKeys.task(taskId) });
    void queryClient.invalidateQueries({ queryKey: queryKeys.tasks });
    void queryClient.invalidateQueries({ queryKey: queryKeys.counts });
  };
  const report = (error: unknown) => void toast.error(errorSentence(error));
  return {
    cancel: useMutation({ mutationFn: () => api.actOnTask(taskId, "cancel"), onSuccess: refresh, onError: report }),
    retry: useMutation({ mutationFn: () => api.actOnTask(taskId, "retry"), onSuccess: refresh, onError: report }),
    send: useMutation({ mutationFn: (input: MessageInput) => api.sendMessage(taskId, input), onSuccess: refresh }),
    deliver: useMutation({
      mutationFn: ({ attemptId, input }: { attemptId: string; input: DeliveryInput }) => api.deliver(attemptId, input),
      onSuccess: refresh,
    }),
  };
}

export type TaskActions = ReturnType<typeof useTaskActions>;
