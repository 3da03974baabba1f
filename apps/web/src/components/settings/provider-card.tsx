"use client";

import type { Provider } from "@slipway/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { EllipsisVertical, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "../../client/api.ts";
import { errorSentence } from "../../client/api-error.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { moment } from "../../format/duration.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu.tsx";
import { Notice } from "../ui/notice.tsx";
import { AddModel } from "./add-model.tsx";
import { ModelRow } from "./model-row.tsx";
import { useProviderUpdate } from "./use-provider-update.ts";

/** One provider: its address, its models, and what can be done with it. */
export function ProviderCard({ provider, onEdit }: { provider: Provider; onEdit: () => void }) {
  const update = useProviderUpdate(provider);
  return (
    <article aria-label={provider.name} className="overflow-hidden rounded-xl border bg-surface">
      <header className="flex items-start gap-3 px-4 py-3">
        <div className="min-w-0 flex-1">
          <h3 className="break-words font-medium text-sm">{provider.name}</h3>
          <p className="break-all text-faint text-xs">
            <span className="font-mono">{provider.baseUrl}</span> ·{" "}
            {provider.api === "responses" ? "Responses API" : "Chat Completions API"} · {provider.hasKey ? "key set" : "no key"}
          </p>
        </div>
        <ProviderMenu provider={provider} onEdit={onEdit} />
      </header>
      {provider.limitedUntil === null ? null : (
        <Notice tone="warn" className="mx-4 mb-3">
          Its rate limit is used up until {moment(provider.limitedUntil)}. Tasks wait and go on by themselves.
        </Notice>
      )}
      <ul aria-label={`Models of ${provider.name}`} className="divide-y border-t">
        {provider.models.map((model) => (
          <li key={model.name} className="px-4 py-3">
            <ModelRow provider={provider} model={model} update={update} />
          </li>
        ))}
      </ul>
      <div className="border-t bg-sunken/50 px-4 py-3">
        <AddModel provider={provider} update={update} />
      </div>
    </article>
  );
}

function ProviderMenu({ provider, onEdit }: { provider: Provider; onEdit: () => void }) {
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const removing = useMutation({
    mutationFn: () => api.deleteProvider(provider.id),
    onSuccess: () => {
      for (const queryKey of [queryKeys.providers, queryKeys.models, queryKeys.health]) void queryClient.invalidateQueries({ queryKey });
      toast.success(`${provider.name} and its key are gone`);
    },
  });
  return (
    <>
      <Menu
        trigger={
          <Button variant="ghost" size="iconSm" aria-label={`Actions for ${provider.name}`}>
            <EllipsisVertical aria-hidden />
          </Button>
        }
      >
        <MenuItem icon={<Pencil aria-hidden />} label="Edit" detail="Name, address, API and key" onSelect={onEdit} />
        <MenuSeparator />
        <MenuItem icon={<Trash2 aria-hidden />} label="Remove…" onSelect={() => setAsking(true)} />
      </Menu>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={`Remove ${provider.name}?`}
        description="Its key is forgotten. Tasks that used it keep their results; follow-ups of them cannot run any more."
      >
        {removing.isError ? (
          <Notice tone="bad" className="mb-4">
            {errorSentence(removing.error)}
          </Notice>
        ) : null}
        <div className="flex justify-end gap-2">
          <Button variant="ghost" onClick={() => setAsking(false)}>
            Cancel
          </Button>
          <Button variant="danger" disabled={removing.isPending} onClick={() => removing.mutate()}>
            Remove
          </Button>
        </div>
      </Dialog>
    </>
  );
}
