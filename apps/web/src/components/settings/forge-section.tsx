"use client";

import { useQuery } from "@tanstack/react-query";
import { Check, Minus } from "lucide-react";
import { api } from "../../client/api.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { Section } from "../environments/section.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

/** Whether pull requests can be opened, and how that is changed. */
export function ForgeSection() {
  const settings = useQuery({ queryKey: queryKeys.settings, queryFn: api.getSettings, staleTime: 60_000 });
  if (settings.data === undefined)
    return (
      <Section title="Pull requests" about="Where finished work is published.">
        <Skeleton className="h-16" />
      </Section>
    );
  const { hasToken, hosts } = settings.data.github;
  const host = hosts.join(", ");
  return (
    <Section title="Pull requests" about="Where finished work is published.">
      <div className="flex gap-3 rounded-lg border bg-surface p-3">
        {hasToken ? (
          <Check role="img" aria-label="Set" className="mt-0.5 size-4 shrink-0 text-good" />
        ) : (
          <Minus role="img" aria-label="Not set" className="mt-0.5 size-4 shrink-0 text-faint" />
        )}
        <div className="min-w-0 flex-1 text-sm">
          <p className="font-medium">{host}</p>
          <p className="text-muted">
            {hasToken ? (
              "A token is set: branches are pushed and pull requests opened with its rights."
            ) : (
              <>
                No token is set, so only public repositories can be read and no pull request can be opened. Set{" "}
                <code className="font-mono text-ink">GITHUB_TOKEN</code> and start Slipway again.
              </>
            )}
          </p>
        </div>
      </div>
    </Section>
  );
}
