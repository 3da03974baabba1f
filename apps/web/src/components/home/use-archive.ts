"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { api } from "../../client/api.ts";
import { errorSentence } from "../../client/api-error.ts";
import { queryKeys } from "../../client/query-keys.ts";

type Archived = { id: string; archived: boolean };

/** Archives a task or brings it back, and offers to undo it. */
export function useArchive() {
  const queryClient = useQueryClient();
  const refresh = (id: string) => {
    void queryClient.invalidateQueries({ queryKey: queryKeys.tasks });
    void queryClient.invalidateQueries({ queryKey: queryKeys.counts });
    void queryClient.invalidateQueries({ queryKey: queryKeys.task(id) });
  };
  return useMutation({
    mutationFn: ({ id, archived }: Archived) => api.actOnTask(id, archived ? "archive" : "unarchive"),
    onSuccess: (_answer, { id, archived }) => {
      refresh(id);
      const undo = () => api.actOnTask(id, archived ? "unarchive" : "archive").then(() => refresh(id), report);
      toast(archived ? "Task archived" : "Task is active again", {
        duration: 6_000,
        action: { label: "Undo", onClick: () => void undo() },
      });
    },
    onError: report,
  });
}

function report(error: unknown): void {
  toast.error(errorSentence(error));
}
