"use client";

import type { Repository } from "@slipway/core";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { useState } from "react";
import { api } from "../../client/api.ts";
import { errorSentence } from "../../client/api-error.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { AgeMark } from "../marks/age-mark.tsx";
import { AppHeader } from "../shell/app-header.tsx";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { AddRepositoryDialog } from "./add-repository-dialog.tsx";
import { EnvironmentRow } from "./environment-row.tsx";
import { repositoryWords } from "./repository-words.ts";

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

function RepositoryCard({ repository }: { repository: Repository }) {
  const environments = useQuery({ queryKey: queryKeys.environments(repository.id), queryFn: () => api.listEnvironments(repository.id) });
  const isEmpty = environments.data?.length === 0;
  return (
    <li className="overflow-hidden rounded-xl border bg-surface">
      <div className="flex items-start gap-4 px-4 py-3.5">
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-medium text-base">
            <Link href={`/repositories/${repository.id}` as Route} className="rounded hover:underline">
              {repository.name}
            </Link>
            {repository.sample ? (
              <span className="ml-2 rounded-full bg-sunken px-1.5 py-0.5 font-normal text-2xs text-muted">Sample</span>
            ) : null}
          </h2>
          <p className="break-all text-faint text-xs">
            {repositoryWords[repository.kind]} · <span className="font-mono">{repository.location}</span> · {repository.defaultBranch}
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
          <EnvironmentRow key={environment.id} environment={environment} />
        ))}
        <li>
          <Link
            href={`/environments/new?repository=${repository.id}${isEmpty ? "&suggest=1" : ""}` as Route}
            className="flex w-full items-center gap-2.5 px-4 py-2.5 text-left text-muted text-sm outline-offset-[-2px] transition-colors hover:bg-hover hover:text-ink"
          >
            <Plus aria-hidden className="size-4 shrink-0" />
            {isEmpty ? "Add an environment, suggested from its files" : "Add an environment"}
          </Link>
        </li>
      </ul>
    </li>
  );
}
