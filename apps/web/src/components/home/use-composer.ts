"use client";

import { type Environment, type ModelChoice, PromptText, type Repository } from "@slipway/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { toast } from "sonner";
import { z } from "zod";
import { api, type TaskInput } from "../../client/api.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { useStoredState } from "../../hooks/use-stored-state.ts";
import { usePictureDraft } from "../pictures/use-picture-draft.ts";
import { Draft, draftOfLink, emptyDraft } from "./draft.ts";
import { chosenModel, modelKey, orderModels } from "./model-order.ts";
import { taskLimitFaults, taskLimits } from "./task-limits.ts";

const RecentModels = z.array(z.string());
const Recent = z.record(z.string(), z.array(z.string()));

/** The composer's state: the draft, what can be chosen, what is chosen in effect, and how it is sent. */
export function useComposer() {
  const [draft, setDraft, updateDraft] = useStoredState("slipway.draft", Draft, emptyDraft);
  const [recent, , updateRecent] = useStoredState("slipway.recent-branches", Recent, {});
  const [recentModels, , updateRecentModels] = useStoredState("slipway.recent-models", RecentModels, []);
  const pictures = usePictureDraft("slipway.draft-pictures");
  const [fault, setFault] = useState<Error | null>(null);
  useEffect(() => {
    const asked = draftOfLink(new URLSearchParams(window.location.search));
    if (asked === null) return;
    setDraft({ ...draft, ...asked });
    window.history.replaceState(null, "", window.location.pathname);
  }, [setDraft, draft]);

  const choices = useChoices(draft, recentModels);
  const { repository, branch, environment, model } = choices;
  // The box is free for the next task at once; what could not be sent comes back into it.
  const sending = useSending({
    onSent: ({ repositoryId, branch: used }) => {
      if (used !== undefined) updateRecent((lists) => ({ ...lists, [repositoryId]: mostRecent(used, lists[repositoryId]) }));
    },
    onRefused: ({ prompt }) =>
      updateDraft((current) => ({ ...current, prompt: [prompt, current.prompt].filter((text) => text !== "").join("\n\n") })),
  });

  const send = () => {
    if (repository === null) return;
    const found = faultOf(draft);
    if (found !== null) return setFault(found);
    if (model !== null && !model.demo) updateRecentModels((keys) => mostRecent(modelKey(model), keys));
    const sent = pictures.pictures;
    setDraft({ ...draft, repositoryId: repository.id, prompt: "" });
    pictures.clear();
    sending.mutate(
      {
        repositoryId: repository.id,
        prompt: draft.prompt,
        mode: draft.mode,
        attempts: draft.attempts,
        limits: taskLimits(draft.limits),
        ...modelInput(model, draft.effort),
        ...(branch === null ? {} : { branch }),
        ...(environment === null ? {} : { environmentId: environment.id }),
        images: sent.map(({ id }) => id),
      },
      { onError: () => pictures.restore(sent) },
    );
  };
  const change = (part: Partial<Draft>) => {
    if (sending.isError) sending.reset();
    if (fault !== null) setFault(null);
    setDraft({ ...draft, ...part });
  };

  return {
    ...choices,
    draft,
    change,
    pictures,
    recentBranches: recent[repository?.id ?? ""] ?? [],
    send,
    isSending: sending.isPending,
    error: fault ?? sending.error,
  };
}

/** Why a draft cannot be sent. */
function faultOf({ prompt, limits }: Draft): Error | null {
  const text = PromptText.safeParse(prompt);
  if (!text.success) return new Error(text.error.issues[0]?.message ?? "This text cannot be sent.");
  const [limitFault] = taskLimitFaults(limits).values();
  return limitFault === undefined ? null : new Error(`The limits cannot be: ${limitFault}`);
}

/** The demo is what works where nothing is connected; it is not asked for by name. */
function modelInput(model: ModelChoice | null, effort: Draft["effort"]): Partial<TaskInput> {
  if (model === null || model.demo) return {};
  return {
    model: model.name,
    ...(model.provider.id === null ? {} : { providerId: model.provider.id }),
    ...(effort === null || !model.reasoning ? {} : { effort }),
  };
}

function mostRecent(used: string, before: readonly string[] = []): string[] {
  return [used, ...before.filter((each) => each !== used)].slice(0, 5);
}

function useSending({ onSent, onRefused }: { onSent: (input: TaskInput) => void; onRefused: (input: TaskInput) => void }) {
  const queryClient = useQueryClient();
  const router = useRouter();
  return useMutation({
    mutationFn: (input: TaskInput) => api.createTask(input),
    onSuccess: ({ id }, input) => {
      onSent(input);
      const action = { label: "Open", onClick: () => router.push(`/tasks/${id}`) };
      toast.success("Task sent", { id: "sent", duration: 4_000, action });
      void queryClient.invalidateQueries({ queryKey: queryKeys.tasks });
      void queryClient.invalidateQueries({ queryKey: queryKeys.counts });
      void queryClient.invalidateQueries({ queryKey: queryKeys.repositories });
    },
    onError: (_error, input) => onRefused(input),
  });
}

export type Composer = ReturnType<typeof useComposer>;

/** What can be chosen for a task, and what is in effect where the draft leaves it open. */
function useChoices(draft: Draft, recentModels: readonly string[]) {
  const repositories = useQuery({ queryKey: queryKeys.repositories, queryFn: api.listRepositories });
  const models = useModels(draft.model, recentModels);
  const sorted = byLastUse(repositories.data ?? []);
  const asked = sorted.find((each) => each.id === draft.repositoryId || each.name === draft.repositoryId);
  const unknownRepository = repositories.isSuccess && asked === undefined ? draft.repositoryId : null;
  // A link to a repository that is not here must not send its task to another one.
  const repository = asked ?? (draft.repositoryId === null ? (sorted[0] ?? null) : null);
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
    unknownRepository,
    branches: branches.data ?? [],
    branchesError: branches.error,
    branch,
    environments: environments.data ?? [],
    environment,
    ...models,
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

function useModels(asked: string | null, recent: readonly string[]): { models: ModelChoice[]; model: ModelChoice | null } {
  const { data } = useQuery({ queryKey: queryKeys.models, queryFn: api.getModels, staleTime: 60_000 });
  if (data === undefined) return { models: [], model: null };
  return { models: orderModels(data.items, recent), model: chosenModel(data, { asked, recent }) };
}
