"use client";

import type { ApiKey, NewApiKey } from "@slipway/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Copy, Plus } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "../../client/api.ts";
import { errorSentence } from "../../client/api-error.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { Section } from "../environments/section.tsx";
import { AgeMark } from "../marks/age-mark.tsx";
import { Button } from "../ui/button.tsx";
import { Field, TextInput } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";

/** Keys with which scripts act as the person; each is shown once. */
export function ApiKeySection() {
  const queryClient = useQueryClient();
  const [made, setMade] = useState<NewApiKey | null>(null);
  const keys = useQuery({ queryKey: queryKeys.apiKeys, queryFn: api.listApiKeys });
  const refresh = () => void queryClient.invalidateQueries({ queryKey: queryKeys.apiKeys });
  const revoking = useMutation({
    mutationFn: api.revokeApiKey,
    onSuccess: (_answer, id) => {
      refresh();
      if (made?.id === id) setMade(null);
      toast.success("The key is revoked");
    },
    onError: (error) => void toast.error(errorSentence(error)),
  });
  return (
    <Section
      title="API keys"
      about={
        <>
          For scripts and other programs: everything the screens do. The routes stand in{" "}
          <a href="/api/v1/openapi.json" className="underline">
            openapi.json
          </a>
          .
        </>
      }
    >
      {made === null ? null : <MadeKey made={made} />}
      {keys.isError ? <Notice tone="bad">{errorSentence(keys.error)}</Notice> : null}
      {keys.data === undefined || keys.data.length === 0 ? null : (
        <ul aria-label="API keys" className="divide-y overflow-hidden rounded-lg border bg-surface">
          {keys.data.map((key) => (
            <KeyRow key={key.id} apiKey={key} isRevoking={revoking.isPending} onRevoke={() => revoking.mutate(key.id)} />
          ))}
        </ul>
      )}
      <NewKeyForm
        onMade={(key) => {
          setMade(key);
          refresh();
        }}
      />
    </Section>
  );
}

function MadeKey({ made }: { made: NewApiKey }) {
  const copy = async () => {
    await navigator.clipboard.writeText(made.key);
    toast.success("Copied");
  };
  return (
    <div role="status" className="space-y-2 rounded-lg border border-warn/25 bg-warn-soft px-3 py-2.5 text-sm">
      <p className="font-medium">The key {made.name}: copy it now, it is not shown again.</p>
      <div className="flex items-center gap-2">
        <code className="min-w-0 flex-1 select-all break-all font-mono text-xs">{made.key}</code>
        <Button size="sm" onClick={() => void copy()}>
          <Copy aria-hidden />
          Copy
        </Button>
      </div>
    </div>
  );
}

function KeyRow({ apiKey, isRevoking, onRevoke }: { apiKey: ApiKey; isRevoking: boolean; onRevoke: () => void }) {
  const [asking, setAsking] = useState(false);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 p-3">
      <div className="min-w-40 flex-1">
        <p className="break-words text-sm">{apiKey.name}</p>
        <p className="text-faint text-xs">
          <span className="font-mono">{apiKey.prefix}…</span> · made <AgeMark at={apiKey.createdAt} /> ·{" "}
          {apiKey.lastUsedAt === null ? (
            "never used"
          ) : (
            <>
              used <AgeMark at={apiKey.lastUsedAt} />
            </>
          )}
        </p>
      </div>
      {asking ? (
        <div className="flex items-center gap-1">
          <Button variant="ghost" size="sm" onClick={() => setAsking(false)}>
            Keep
          </Button>
          <Button variant="danger" size="sm" disabled={isRevoking} onClick={onRevoke}>
            Revoke now
          </Button>
        </div>
      ) : (
        <Button variant="ghost" size="sm" aria-label={`Revoke ${apiKey.name}`} onClick={() => setAsking(true)}>
          Revoke
        </Button>
      )}
    </li>
  );
}

function NewKeyForm({ onMade }: { onMade: (key: NewApiKey) => void }) {
  const [name, setName] = useState("");
  const making = useMutation({
    mutationFn: api.createApiKey,
    onSuccess: (key) => {
      setName("");
      onMade(key);
    },
  });
  return (
    <form
      className="flex items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        making.mutate(name);
      }}
    >
      <div className="min-w-0 flex-1">
        <Field label="Name of a new key" hint="What will use it." error={making.isError ? errorSentence(making.error) : undefined}>
          {(id, describedBy) => (
            <TextInput
              id={id}
              aria-describedby={describedBy}
              maxLength={100}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      </div>
      <Button type="submit" className="mt-6.5 h-9" disabled={name.trim() === "" || making.isPending}>
        <Plus aria-hidden />
        Make a key
      </Button>
    </form>
  );
}
