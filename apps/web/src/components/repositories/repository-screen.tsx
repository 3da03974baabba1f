"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus, Sparkles } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { api } from "../../client/api.ts";
import { errorSentence } from "../../client/api-error.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { PageMissing, PageSkeleton } from "../environments/page-states.tsx";
import { AppHeader } from "../shell/app-header.tsx";
import { buttonStyle } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { EnvironmentRow } from "./environment-row.tsx";
import { repositoryWords } from "./repository-words.ts";

/** One repository with its environments. */
export function RepositoryScreen({ repositoryId }: { repositoryId: string }) {
  const repositories = useQuery({ queryKey: queryKeys.repositories, queryFn: api.listRepositories });
  const environments = useQuery({ queryKey: queryKeys.environments(repositoryId), queryFn: () => api.listEnvironments(repositoryId) });
  const repository = repositories.data?.find(({ id }) => id === repositoryId);
  if (repositories.isError) return <PageMissing error={repositories.error} />;
  if (repositories.data !== undefined && repository === undefined) return <PageMissing error={null} />;
  if (repository === undefined) return <PageSkeleton />;
  const making = `/environments/new?repository=${repository.id}`;
  return (
    <>
      <AppHeader />
      <main className="mx-auto max-w-4xl px-4 pt-8 pb-24 sm:px-6">
        <title>{`${repository.name} · Slipway`}</title>
        <nav aria-label="Place" className="mb-2 text-muted text-sm">
          <Link href="/repositories" className="rounded hover:text-ink">
            Repositories
          </Link>
        </nav>
        <h1 className="break-words font-semibold text-[22px] leading-8 tracking-tight">{repository.name}</h1>
        <p className="mt-1 mb-8 break-all text-muted text-sm">
          {repositoryWords[repository.kind]} · <span className="font-mono text-xs">{repository.location}</span> · {repository.defaultBranch}
        </p>
        <div className="mb-3 flex flex-wrap items-center gap-2">
          <h2 className="mr-auto font-medium text-base">Environments</h2>
          <Link href={`${making}&suggest=1` as Route} className={buttonStyle({ size: "sm" })}>
            <Sparkles aria-hidden />
            Suggest one
          </Link>
          <Link href={making as Route} className={buttonStyle({ size: "sm" })}>
            <Plus aria-hidden />
            Empty one
          </Link>
        </div>
        {environments.isError ? <Notice tone="bad">{errorSentence(environments.error)}</Notice> : null}
        {environments.data?.length === 0 ? (
          <p className="rounded-xl border border-dashed px-6 py-10 text-center text-muted text-sm">
            No environment yet. Tasks run in the bundled image, without checks. A suggestion is read from the repository's files; nothing
            runs for it.
          </p>
        ) : null}
        {environments.data === undefined || environments.data.length === 0 ? null : (
          <ul className="divide-y overflow-hidden rounded-xl border bg-surface">
            {environments.data.map((environment) => (
              <EnvironmentRow key={environment.id} environment={environment} />
            ))}
          </ul>
        )}
      </main>
    </>
  );
}
