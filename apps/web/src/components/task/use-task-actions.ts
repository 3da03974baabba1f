"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { api, type DeliveryInput, type MessageInput, type ResumeInput } from "../../client/api.ts";
import { errorSentence } from "../../client/api-error.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { useEvidence } from "../../hooks/use-evidence.ts";

/** What a person can do to a task; every answer makes the task be read anew. */
export function useTaskActions(taskId: string) {
  const queryClient = useQueryClient();
  const { openAttempt } = useEvidence();
  const refresh = () => {
    void queryClient.invalidateQueries({ queryKey: queryKeys.task(taskId) });
    void queryClient.invalidateQueries({ queryKey: queryKeys.tasks });
    void queryClient.invalidateQueries({ queryKey: queryKeys.counts });
  };
  /** New work is what the person wants to see next, whichever attempt was open. */
  const showLatest = () => {
    openAttempt(null);
    refresh();
  };
  const report = (error: unknown) => void toast.error(errorSentence(error));
  return {
    cancel: useMutation({ mutationFn: () => api.actOnTask(taskId, "cancel"), onSuccess: refresh, onError: report }),
    retry: useMutation({ mutationFn: () => api.actOnTask(taskId, "retry"), onSuccess: showLatest, onError: report }),
    send: useMutation({ mutationFn: (input: MessageInput) => api.sendMessage(taskId, input), onSuccess: showLatest }),
    edit: useMutation({
      mutationFn: ({ messageId, text }: { messageId: string; text: string }) => api.editMessage(messageId, text),
      onSettled: refresh,
      onError: report,
    }),
    takeBack: useMutation({ mutationFn: (messageId: string) => api.deleteMessage(messageId), onSettled: refresh, onError: report }),
    resume: useMutation({
      mutationFn: ({ attemptId, input }: { attemptId: string; input: ResumeInput }) => api.resumeAttempt(attemptId, input),
      onSuccess: refresh,
      onError: report,
    }),
    deliver: useMutation({
      mutationFn: ({ attemptId, input }: { attemptId: string; input: DeliveryInput }) => api.deliver(attemptId, input),
      onSuccess: refresh,
    }),
  };
}

export type TaskActions = ReturnType<typeof useTaskActions>;
