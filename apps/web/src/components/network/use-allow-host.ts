"use client";

import { isTerminal, type Task } from "@slipway/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { api } from "../../client/api.ts";
import { errorSentence } from "../../client/api-error.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { useTaskActions } from "../task/use-task-actions.ts";
import { type DeniedHost, policyAllowing } from "./denied-hosts.ts";

/** Adds a denied host to the environment's list; a task that has ended is tried again with it. */
export function useAllowHost(task: Task) {
  const queryClient = useQueryClient();
  const { retry } = useTaskActions(task.id);
  const environmentId = task.environment?.id ?? null;
  return useMutation({
    mutationFn: async (denied: DeniedHost) => {
      if (environmentId === null) throw new Error("This task has no environment whose list the host could join.");
      const [environment, source] = await Promise.all([
        api.getEnvironment(environmentId),
        api.getEnvironmentSource(environmentId).catch(() => null),
      ]);
      if (source?.file?.network !== undefined)
        throw new Error(`The network is set by ${source.path} in the repository. Add the host there and send the task anew.`);
      const network = policyAllowing(environment.network, denied);
      if (network === null) throw new Error(`${denied.host} was not denied for want of being listed: ${denied.reason}`);
      return api.updateEnvironment(environmentId, { network });
    },
    onSuccess: (environment, { host }) => {
      queryClient.setQueryData(queryKeys.environment(environment.id), environment);
      void queryClient.invalidateQueries({ queryKey: queryKeys.environments(environment.repositoryId) });
      if (!isTerminal(task.status)) {
        toast.success(`${host} is allowed from the next attempt on`);
        return;
      }
      toast.success(`${host} is allowed. Trying again…`);
      retry.mutate();
    },
    onError: (error) => void toast.error(errorSentence(error)),
  });
}
