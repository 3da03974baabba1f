"use client";

import { isTerminal, type Task } from "@slipway/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { api } from "../../client/api.ts";
import { errorSentence } from "../../client/api-error.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { listOfWords } from "../../format/list-of-words.ts";
import { useTaskActions } from "../task/use-task-actions.ts";
import { type DeniedHost, policyAllowingAll } from "./denied-hosts.ts";

/** Adds denied hosts to the environment's list; a task that has ended is tried again with them. */
export function useAllowHosts(task: Task) {
  const queryClient = useQueryClient();
  const { retry } = useTaskActions(task.id);
  const environmentId = task.environment?.id ?? null;
  return useMutation({
    mutationFn: async (denied: readonly DeniedHost[]) => {
      if (environmentId === null) throw new Error("This task has no environment whose list the host could join.");
      const [environment, source] = await Promise.all([
        api.getEnvironment(environmentId),
        api.getEnvironmentSource(environmentId).catch(() => null),
      ]);
      if (source?.file?.network !== undefined)
        throw new Error(`The network is set by ${source.path} in the repository. Add the host there and send the task anew.`);
      const network = policyAllowingAll(environment.network, denied);
      if (network === null)
        throw new Error(
          `${hostsOf(denied)} ${denied.length === 1 ? "was" : "were"} not denied for want of being listed: ${denied[0]?.reason}`,
        );
      return api.updateEnvironment(environmentId, { network });
    },
    onSuccess: (environment, denied) => {
      const allowed = `${hostsOf(denied)} ${denied.length === 1 ? "is" : "are"} allowed`;
      queryClient.setQueryData(queryKeys.environment(environment.id), environment);
      void queryClient.invalidateQueries({ queryKey: queryKeys.environments(environment.repositoryId) });
      if (!isTerminal(task.status)) {
        toast.success(`${allowed} in ${environment.name} from the next attempt on`);
        return;
      }
      toast.success(`${allowed} in ${environment.name}. Trying again…`);
      retry.mutate();
    },
    onError: (error) => void toast.error(errorSentence(error)),
  });
}

function hostsOf(denied: readonly DeniedHost[]): string {
  return listOfWords([...new Set(denied.map(({ host }) => host))]);
}
