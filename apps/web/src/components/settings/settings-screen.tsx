"use client";

import { useQuery } from "@tanstack/react-query";
import { api } from "../../client/api.ts";
import { errorSentence } from "../../client/api-error.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { Section } from "../environments/section.tsx";
import { AppHeader } from "../shell/app-header.tsx";
import { HealthList } from "../shell/health-list.tsx";
import { Notice } from "../ui/notice.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { ApiKeySection } from "./api-key-section.tsx";
import { ForgeSection } from "./forge-section.tsx";
import { ProviderSection } from "./provider-section.tsx";

/** What holds for every task: who answers, who may ask, and whether all is in place. */
export function SettingsScreen() {
  return (
    <>
      <AppHeader />
      <main className="mx-auto max-w-4xl px-4 pt-10 pb-24 sm:px-6">
        <h1 className="mb-6 font-semibold text-[22px] leading-8 tracking-tight">Settings</h1>
        <ProviderSection />
        <ApiKeySection />
        <ForgeSection />
        <HealthSection />
      </main>
    </>
  );
}

function HealthSection() {
  const health = useQuery({ queryKey: queryKeys.health, queryFn: api.getHealth });
  return (
    <Section title="Health" about="What tasks need, and whether it is there.">
      {health.isError ? <Notice tone="bad">{errorSentence(health.error)}</Notice> : null}
      {health.isPending ? <Skeleton className="h-32" /> : null}
      {health.isSuccess ? <HealthList health={health.data} /> : null}
    </Section>
  );
}
