"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { api } from "../../client/api.ts";
import { errorSentence } from "../../client/api-error.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { counted } from "../../format/figures.ts";

export type BulkVerb = "archive" | "unarchive" | "cancel" | "retry";

const done: Record<BulkVerb, string> = {
  archive: "archived",
  unarchive: "active again",
  cancel: "told to stop",
  retry: "sent again",
};

/** One action on many tasks: what could not be done is counted and its first reason told. */
export function useBulk(onDone: () => void) {
  const queryClient = useQueryClient();
  const act = async ({ verb, ids }: { verb: BulkVerb; ids: readonly string[] }) => {
    const results = await Promise.allSettled(ids.map((id) => api.actOnTask(id, verb)));
    const reached = ids.filter((_id, index) => results[index]?.status === "fulfilled");
    const refused = results.find((result) => result.status === "rejected");
    return { verb, reached, refusal: refused === undefined ? null : errorSentence(refused.reason), missed: ids.length - reached.length };
  };
  return useMutation({
    mutationFn: act,
    onSuccess: ({ verb, reached, refusal, missed }) => {
      for (const queryKey of [queryKeys.tasks, queryKeys.counts]) void queryClient.invalidateQueries({ queryKey });
      const undo = () =>
        void act({ verb: "unarchive", ids: reached }).then(() => queryClient.invalidateQueries({ queryKey: queryKeys.tasks }));
      if (reached.length > 0) {
        toast(`${counted(reached.length, "task")} ${done[verb]}`, verb === "archive" ? { action: { label: "Undo", onClick: undo } } : {});
      }
      if (refusal !== null) toast.error(`${counted(missed, "task")} left as before: ${refusal}`);
      onDone();
    },
  });
}
