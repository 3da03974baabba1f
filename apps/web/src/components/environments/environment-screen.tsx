"use client";

import type { Environment, EnvironmentFile, EnvironmentSource, Repository } from "@slipway/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "../../client/api.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { EnvironmentActions } from "./environment-actions.tsx";
import { type EnvironmentForm, formOf } from "./environment-form.ts";
import { EnvironmentPage } from "./environment-page.tsx";
import { PageMissing, PageSkeleton } from "./page-states.tsx";
import { ReviewNotice } from "./review-notice.tsx";
import { SnapshotPanel } from "./snapshot-panel.tsx";
import { SourceNotice } from "./source-notice.tsx";
import { TerminalPanel } from "./terminal/terminal-panel.tsx";
import { type EnvironmentEditor, useEnvironmentEditor } from "./use-environment-editor.ts";

/** One environment: everything of it can be read and changed here. */
export function EnvironmentScreen({ environmentId }: { environmentId: string }) {
  const environment = useQuery({
    queryKey: queryKeys.environment(environmentId),
    queryFn: () => api.getEnvironment(environmentId),
    // A form that is being edited is not exchanged under the person's hands.
    refetchOnWindowFocus: false,
  });
  const repositories = useQuery({ queryKey: queryKeys.repositories, queryFn: api.listRepositories });
  const repository = repositories.data?.find(({ id }) => id === environment.data?.repositoryId);
  if (environment.isError) return <PageMissing error={environment.error} />;
  if (environment.data === undefined || repository === undefined) return <PageSkeleton />;
  return <StoredEnvironment environment={environment.data} repository={repository} />;
}

const nothingLocked: ReadonlySet<string> = new Set();

function StoredEnvironment({ environment, repository }: { environment: Environment; repository: Repository }) {
  const queryClient = useQueryClient();
  const [initial] = useState(() => formOf(environment));
  const [isDone, setDone] = useState(false);
  const source = useQuery({
    queryKey: queryKeys.environmentSource(environment.id, environment.branch),
    queryFn: () => api.getEnvironmentSource(environment.id),
    staleTime: 60_000,
    retry: false,
  });
  const locked = lockedBy(source.data ?? null);
  const editor = useEnvironmentEditor({
    repositoryId: repository.id,
    environment,
    initial,
    locked,
    onSaved: (stored) => {
      queryClient.setQueryData(queryKeys.environment(stored.id), stored);
      void queryClient.invalidateQueries({ queryKey: queryKeys.environments(repository.id) });
      toast.success("Saved");
    },
  });
  return (
    <EnvironmentPage
      editor={shownOver(editor, source.data?.file ?? null)}
      repository={repository}
      environment={environment}
      locked={locked}
      isDone={isDone}
      actions={<EnvironmentActions environment={environment} onGone={() => setDone(true)} />}
    >
      <SourceNotice source={source.data ?? null} error={source.error} />
      {environment.branch === null || environment.branch === repository.defaultBranch ? null : (
        <ReviewNotice place={{ kind: "environment", id: environment.id }} />
      )}
      <SnapshotPanel environment={environment} />
      <TerminalPanel
        environment={environment}
        script={shownOver(editor, source.data?.file ?? null).form.setupScript}
        locked={locked.has("setupScript")}
        onKeep={(setupScript) => editor.change({ setupScript })}
      />
    </EnvironmentPage>
  );
}

function lockedBy(source: EnvironmentSource | null): ReadonlySet<string> {
  return source?.file == null ? nothingLocked : new Set(Object.keys(source.file));
}

/** What the repository's file says is what tasks get, so the form shows it in place of what is stored. */
function shownOver(editor: EnvironmentEditor, file: EnvironmentFile | null): EnvironmentEditor {
  if (file === null) return editor;
  const told = formOf(file);
  const form = { ...editor.form };
  for (const field of Object.keys(file)) {
    if (field === "image" || field === "dockerfile")
      Object.assign(form, { imageFrom: told.imageFrom, image: told.image, dockerfile: told.dockerfile });
    else if (field in told) Object.assign(form, { [field]: told[field as keyof EnvironmentForm] });
  }
  return { ...editor, form };
}
