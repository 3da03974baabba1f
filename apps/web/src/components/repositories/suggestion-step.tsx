"use client";

import type { EnvironmentSuggestion, Repository } from "@slipway/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Route } from "next";
import Link from "next/link";
import { toast } from "sonner";
import { api } from "../../client/api.ts";
import { errorSentence } from "../../client/api-error.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { Button, buttonStyle } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

/** What a new repository's files suggest, to confirm, to look over, or to leave. */
export function SuggestionStep({ repository, onDone }: { repository: Repository; onDone: () => void }) {
  const queryClient = useQueryClient();
  const suggestion = useQuery({
    queryKey: queryKeys.suggestion(repository.id),
    queryFn: () => api.suggestEnvironment(repository.id),
    staleTime: 60_000,
    refetchOnWindowFocus: false,
    retry: false,
  });
  const creating = useMutation({
    mutationFn: (found: EnvironmentSuggestion) =>
      api.createEnvironment({ repositoryId: repository.id, name: "Default", ...found.environment }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: queryKeys.environments(repository.id) });
      toast.success("The environment is ready for tasks");
      onDone();
    },
  });
  const found = suggestion.data;
  return (
    <div className="space-y-4">
      {suggestion.isPending ? <Skeleton className="h-32" /> : null}
      {suggestion.isError ? <Notice tone="warn">{errorSentence(suggestion.error)}</Notice> : null}
      {found === undefined ? null : <SuggestionFacts suggestion={found} />}
      {creating.isError ? <Notice tone="bad">{errorSentence(creating.error)}</Notice> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="ghost" onClick={onDone}>
          Not now
        </Button>
        <Link
          href={`/environments/new?repository=${repository.id}&suggest=1` as Route}
          className={buttonStyle({ variant: "secondary" })}
          onClick={onDone}
        >
          Look it over
        </Link>
        <Button
          variant="primary"
          disabled={found === undefined || creating.isPending}
          onClick={() => found !== undefined && creating.mutate(found)}
        >
          Create it
        </Button>
      </div>
    </div>
  );
}

function SuggestionFacts({ suggestion: { environment, reasons } }: { suggestion: EnvironmentSuggestion }) {
  const because = (field: string) => reasons.find((each) => each.field === field)?.reason ?? "";
  const facts = [
    { name: "Image", value: environment.image ?? "The bundled one", reason: because("image") },
    { name: "Setup", value: environment.setupScript ?? "", reason: because("setupScript") },
    ...(environment.checks ?? []).map(({ name, command }) => ({
      name: `Check ${name}`,
      value: command,
      reason: because(`checks.${name}`),
    })),
  ].filter(({ value }) => value !== "");
  const open = reasons.filter(({ field }) => field === null);
  return (
    <>
      <dl className="divide-y rounded-lg border">
        {facts.map(({ name, value, reason }) => (
          <div key={name} className="gap-3 px-3 py-2 text-sm sm:flex">
            <dt className="w-28 shrink-0 text-muted">{name}</dt>
            <dd className="min-w-0">
              <pre className="whitespace-pre-wrap break-words font-mono text-xs leading-5">{value}</pre>
              {reason === "" ? null : <p className="text-faint text-xs">{reason}</p>}
            </dd>
          </div>
        ))}
      </dl>
      {open.map(({ reason }) => (
        <p key={reason} className="text-muted text-xs">
          {reason}
        </p>
      ))}
    </>
  );
}
