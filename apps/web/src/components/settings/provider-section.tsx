"use client";

import type { Provider } from "@slipway/core";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { api } from "../../client/api.ts";
import { errorSentence } from "../../client/api-error.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { Section } from "../environments/section.tsx";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { OwnProvider } from "./own-provider.tsx";
import { ProviderCard } from "./provider-card.tsx";
import { ProviderDialog } from "./provider-dialog.tsx";

/** The servers of models: each with its models, their prices and what they can do. */
export function ProviderSection() {
  const [editing, setEditing] = useState<Provider | "new" | null>(null);
  const providers = useQuery({ queryKey: queryKeys.providers, queryFn: api.listProviders });
  const settings = useQuery({ queryKey: queryKeys.settings, queryFn: api.getSettings, staleTime: 60_000 });
  const isEmpty = providers.data?.length === 0 && settings.data?.model === null;
  return (
    <Section
      title="Model providers"
      about="OpenAI, and any server that speaks its API. Keys are sealed at rest, used by the workers alone, and shown nowhere again."
    >
      {providers.isError ? <Notice tone="bad">{errorSentence(providers.error)}</Notice> : null}
      {providers.isPending ? <Skeleton className="h-24" /> : null}
      {settings.data?.model == null ? null : <OwnProvider model={settings.data.model} />}
      {providers.data?.map((provider) => (
        <ProviderCard key={provider.id} provider={provider} onEdit={() => setEditing(provider)} />
      ))}
      {isEmpty ? (
        <p className="rounded-xl border border-dashed px-6 py-8 text-center text-muted text-sm">
          No model is connected, so tasks run on the bundled sample only, by a fixed script.
        </p>
      ) : null}
      <Button variant={isEmpty ? "primary" : "secondary"} onClick={() => setEditing("new")}>
        <Plus aria-hidden />
        Add a provider
      </Button>
      {editing === null ? null : (
        <ProviderDialog
          provider={editing === "new" ? null : editing}
          canSeal={settings.data?.canSeal ?? true}
          onClose={() => setEditing(null)}
        />
      )}
    </Section>
  );
}
