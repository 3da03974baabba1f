"use client";

import type { EnvironmentSuggestion, Repository } from "@slipway/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "../../client/api.ts";
import { errorSentence } from "../../client/api-error.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { Notice } from "../ui/notice.tsx";
import { formOf } from "./environment-form.ts";
import { EnvironmentPage } from "./environment-page.tsx";
import { PageMissing, PageSkeleton } from "./page-states.tsx";
import { SuggestionReasons } from "./suggestion-reasons.tsx";
import { useEnvironmentEditor } from "./use-environment-editor.ts";

type NewEnvironmentScreenProps = { repositoryId: string; suggested: boolean };

/** A new environment, empty or filled with what the repository's files suggest. Nothing is stored before it is confirmed. */
export function NewEnvironmentScreen({ repositoryId, suggested }: NewEnvironmentScreenProps) {
  const repositories = useQuery({ queryKey: queryKeys.repositories, queryFn: api.listRepositories });
  const suggestion = useQuery({
    queryKey: queryKeys.suggestion(repositoryId),
    queryFn: () => api.suggestEnvironment(repositoryId),
    enabled: suggested,
    staleTime: 60_000,
    refetchOnWindowFocus: false,
    retry: false,
  });
  const repository = repositories.data?.find(({ id }) => id === repositoryId);
  if (repositories.data !== undefined && repository === undefined) return <PageMissing error={null} />;
  if (repository === undefined || (suggested && suggestion.isPending)) return <PageSkeleton />;
  return <NewEnvironment repository={repository} suggestion={suggestion.data ?? null} error={suggestion.error} />;
}

const nothingLocked: ReadonlySet<string> = new Set();

type NewEnvironmentProps = { repository: Repository; suggestion: EnvironmentSuggestion | null; error: Error | null };

function NewEnvironment({ repository, suggestion, error }: NewEnvironmentProps) {
  const queryClient = useQueryClient();
  const router = useRouter();
  const [initial] = useState(() => formOf({ name: "Default", ...suggestion?.environment }));
  const [isDone, setDone] = useState(false);
  const editor = useEnvironmentEditor({
    repositoryId: repository.id,
    environment: null,
    initial,
    locked: nothingLocked,
    onSaved: (stored) => {
      setDone(true);
      queryClient.setQueryData(queryKeys.environment(stored.id), stored);
      void queryClient.invalidateQueries({ queryKey: queryKeys.environments(repository.id) });
      toast.success(`${stored.name} is ready for tasks`);
      router.replace(`/environments/${stored.id}` as Route);
    },
  });
  return (
    <EnvironmentPage editor={editor} repository={repository} environment={null} locked={nothingLocked} isDone={isDone}>
      {suggestion === null ? null : <SuggestionReasons suggestion={suggestion} />}
      {error === null ? null : (
        <Notice tone="warn" title="Nothing could be suggested">
          {errorSentence(error)}
        </Notice>
      )}
    </EnvironmentPage>
  );
}
