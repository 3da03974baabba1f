"use client";

import type { Environment, Repository } from "@slipway/core";
import { useQuery } from "@tanstack/react-query";
import { Box, Plus } from "lucide-react";
import { useState } from "react";
import { api } from "../../client/api.ts";
import { errorSentence } from "../../client/api-error.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { counted } from "../../format/figures.ts";
import { AgeMark } from "../marks/age-mark.tsx";
import { AppHeader } from "../shell/app-header.tsx";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { AddRepositoryDialog } from "./add-repository-dialog.tsx";
import { EnvironmentDialog } from "./environment-dialog.tsx";

/** Every repository with its environments. */
export function RepositoriesScreen() {
  const [adding, setAdding] = useState(false);
  const repositories = useQuery({ queryKey: queryKeys.repositories, queryFn: api.listRepositories });
  return (
    <>
      <AppHeader />
      <main className="mx-auto max-w-3xl px-4 pt-10 pb-24 sm:px-6">
        <div className="mb-6 flex items-center justify-between gap-4">
          <h1 className="font-semibold text-[22px] leading-8 tracking-tight">Repositories</h1>
          <Button variant="primary" onClick={() => setAdding(true)}>
            <Plus aria-hidden />
            <span>
              Add<span className="max-sm:sr-only"> a repository</span>
            </span>
          </Button>
        </div>
        {repositories.isError ? <Notice tone="bad">{errorSentence(repositories.error)}</Notice> : null}
        {repositories.isPending ? <Skeleton className="h-28" /> : null}
        {repositories.data?.length === 0 ? (
          <p className="rounded-xl border border-dashed px-6 py-14 text-center text-muted text-sm">
            No repository yet. Add a folder on this machine or a git remote over https.
          </p>
        ) : null}
        <ul className="space-y-4">
          {repositories.data?.map((repository) => (
            <RepositoryCard key={repository.id} repository={repository} />
          ))}
        </ul>
      </main>
      <AddRepositoryDialog open={adding} onOpenChange={setAdding} />
    </>
  );
}

const kindWords: Record<Repository["kind"], string> = { path: "Folder", https: "Git remote", github: "GitHub" };

function RepositoryCard({ repository }: { repository: Repository }) {
  const [edited, setEdited] = useState<Environment | "new" | null>(null);
  const environments = useQuery({ queryKey: queryKeys.environments(repository.id), queryFn: () => api.listEnvironments(repository.id) });
  return (
    <li className="overflow-hidden rounded-xl border bg-surface">
      <div className="flex items-start gap-4 px-4 py-3.5">
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-medium text-base">
            {repository.name}
            {repository.sample ? (
              <span className="ml-2 rounded-full bg-sunken px-1.5 py-0.5 font-normal text-2xs text-muted">Sample</span>
            ) : null}
          </h2>
          <p className="break-all text-faint text-xs">
            {kindWords[repository.kind]} · <span className="font-mono">{repository.location}</span> · {repository.defaultBranch}
          </p>
        </div>
        {repository.lastUsedAt === null ? null : (
          <span className="shrink-0 text-faint text-xs">
            used <AgeMark at={repository.lastUsedAt} />
          </span>
        )}
      </div>
      <ul className="divide-y border-t">
        {environments.data?.map((environment) => (
          <li key={environment.id}>
            <button
              type="button"
              onClick={() => setEdited(environment)}
              className="flex w-full items-center gap-2.5 px-4 py-2.5 text-left text-sm transition-colors hover:bg-hover"
            >
              <Box aria-hidden className="size-4 shrink-0 text-faint" />
              <span className="min-w-0 flex-1 truncate">{environment.name}</span>
              <span className="min-w-0 truncate text-faint text-xs">
                {environment.image ?? "default image"} · {counted(environment.checks.length, "check")}
              </span>
            </button>
          </li>
        ))}
        <li>
          <button
            type="button"
            onClick={() => setEdited("new")}
            className="flex w-full items-center gap-2.5 px-4 py-2.5 text-left text-muted text-sm transition-colors hover:bg-hover hover:text-ink"
          >
            <Plus aria-hidden className="size-4 shrink-0" />
            Add an environment
          </button>
        </li>
      </ul>
      <EnvironmentDialog repositoryId={repository.id} edited={edited} onClose={() => setEdited(null)} />
    </li>
  );
}
