"use client";

import type { Environment, Repository } from "@slipway/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { toast } from "sonner";
import { z } from "zod";
import { api, type TaskInput } from "../../client/api.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { useStoredState } from "../../hooks/use-stored-state.ts";
import { Draft, draftOfLink, emptyDraft } from "./draft.ts";

const Recent = z.record(z.string(), z.array(z.string()));

/** The composer's state: the draft, what can be chosen, what is chosen in effect, and how it is sent. */
export function useComposer() {
  const queryClient = useQueryClient();
  const [stored, setDraft] = useStoredState("slipway.draft", Draft, emptyDraft);
  const [recent, setRecent] = useStoredState("slipway.recent-branches", Recent, {});
  useEffect(() => {
    const asked = draftOfLink(new URLSearchParams(window.location.search));
    if (asked === null) return;
    setDraft({ ...stored, ...asked });
    window.history.replaceState(null, "", window.location.pathname);
  }, [setDraft, stored]);

  const choices = useChoices(stored);
  const { repository, branch, environment } = choices;
  const repositoryId = repository?.id ?? "";

  const sending = useMutation({
    mutationFn: (input: TaskInput) => api.createTask(input),
    onSuccess: (_task, input) => {
      setDraft({ ...stored, repositoryId, prompt: "" });
      if (branch !== null)
        setRecent({
          ...recent,
          [input.repositoryId]: [branch, ...(recent[input.repositoryId] ?? []).filter((each) => each !== branch)].slice(0, 5),
        });
      toast.success("Task sent", { duration: 2_500 });
      void queryClient.invalidateQueries({ queryKey: queryKeys.tasks });
      void queryClient.invalidateQueries({ queryKey: queryKeys.counts });
      void queryClient.invalidateQueries({ queryKey: queryKeys.repositories });
    },
  });

  const send = () => {
    if (repository === null || sending.isPending || stored.prompt.trim() === "") return;
    sending.mutate({
      repositoryId: repository.id,
      prompt: stored.prompt,
      mode: stored.mode,
      attempts: stored.attempts,
      ...(branch === null ? {} : { branch }),
      ...(environment === null ? {} : { environmentId: environment.id }),
    });
  };
  const change = (part: Partial<Draft>) => {
    if (sending.isError) sending.reset();
    setDraft({ ...stored, ...part });
  };

  return { ...choices, draft: stored, change, recentBranches: recent[repositoryId] ?? [], send, sending };
}

export type Composer = ReturnType<typeof useComposer>;

/** What can be chosen for a task, and what is in effect where the draft leaves it open. */
function useChoices(draft: Draft) {
  const repositories = useQuery({ queryKey: queryKeys.repositories, queryFn: api.listRepositories });
  const model = useQuery({ queryKey: queryKeys.model, queryFn: api.getModel, staleTime: 60_000 });
  const sorted = byLastUse(repositories.data ?? []);
  const repository = sorted.find((each) => each.id === draft.repositoryId || each.name === draft.repositoryId) ?? sorted[0] ?? null;
  const repositoryId = repository?.id ?? "";
  const branches = useQuery({
    queryKey: queryKeys.branches(repositoryId),
    queryFn: () => api.listBranches(repositoryId),
    enabled: repository !== null,
    staleTime: 60_000,
  });
  const environments = useQuery({
    queryKey: queryKeys.environments(repositoryId),
    queryFn: () => api.listEnvironments(repositoryId),
    enabled: repository !== null,
  });
  const environment = chosenEnvironment(environments.data ?? [], draft.environmentId);
  const branch = draft.branch ?? environment?.branch ?? repository?.defaultBranch ?? null;
  return {
    repositories: sorted,
    repositoriesRead: repositories.isSuccess,
    repository,
    branches: branches.data ?? [],
    branchesError: branches.error,
    branch,
    environments: environments.data ?? [],
    environment,
    model: model.data ?? null,
  };
}

function byLastUse(repositories: readonly Repository[]): Repository[] {
  const when = (each: Repository) => each.lastUsedAt ?? each.createdAt;
  return repositories.toSorted((a, b) => when(b).localeCompare(when(a)));
}

function chosenEnvironment(environments: readonly Environment[], asked: string | null): Environment | null {
  if (asked === "none") return null;
  return environments.find((each) => each.id === asked || each.name === asked) ?? environments[0] ?? null;
}
