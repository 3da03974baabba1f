"use client";

import type { EnvironmentSecret } from "@slipway/core";
import { KeyRound, Plus } from "lucide-react";
import { AgeMark } from "../marks/age-mark.tsx";
import { Button } from "../ui/button.tsx";
import { draftOf, emptySecret, type SecretDraft } from "./secret-drafts.ts";
import { SecretEditor, scopeWords } from "./secret-editor.tsx";
import { Section } from "./section.tsx";
import type { EnvironmentEditor } from "./use-environment-editor.ts";

/** Secrets go in and never come out: a stored one is replaced or removed. Both happen when the environment is saved. */
export function SecretFields({ editor, stored }: { editor: EnvironmentEditor; stored: readonly EnvironmentSecret[] }) {
  const { secrets, changeSecrets } = editor;
  const storedNames = stored.map(({ name }) => name);
  const setDraft = (draft: SecretDraft) =>
    changeSecrets({ ...secrets, set: secrets.set.map((each) => (each.key === draft.key ? draft : each)) });
  const dropDraft = (key: string) => changeSecrets({ ...secrets, set: secrets.set.filter((each) => each.key !== key) });
  const fresh = secrets.set.filter(({ key }) => !storedNames.includes(key));
  return (
    <Section title="Secrets" about="Sealed at rest. Nobody can read a value here again, and it is taken out of every log.">
      {stored.length === 0 ? null : (
        <ul className="divide-y overflow-hidden rounded-lg border bg-surface">
          {stored.map((secret) => {
            const draft = secrets.set.find(({ key }) => key === secret.name);
            return (
              <li key={secret.name} className="p-3">
                {draft === undefined ? (
                  <StoredSecret
                    secret={secret}
                    isRemoved={secrets.removed.includes(secret.name)}
                    onReplace={() => changeSecrets({ ...secrets, set: [...secrets.set, draftOf(secret)] })}
                    onRemove={() => changeSecrets({ ...secrets, removed: [...secrets.removed, secret.name] })}
                    onKeep={() => changeSecrets({ ...secrets, removed: secrets.removed.filter((name) => name !== secret.name) })}
                  />
                ) : (
                  <SecretEditor
                    draft={draft}
                    isStored
                    faults={editor.faults}
                    network={editor.form.network}
                    onChange={setDraft}
                    onCancel={() => dropDraft(draft.key)}
                  />
                )}
              </li>
            );
          })}
        </ul>
      )}
      {fresh.map((draft) => (
        <div key={draft.key} className="rounded-lg border bg-surface p-3">
          <SecretEditor
            draft={draft}
            isStored={false}
            faults={editor.faults}
            network={editor.form.network}
            onChange={setDraft}
            onCancel={() => dropDraft(draft.key)}
          />
        </div>
      ))}
      <Button size="sm" onClick={() => changeSecrets({ ...secrets, set: [...secrets.set, emptySecret(crypto.randomUUID())] })}>
        <Plus aria-hidden />
        Add a secret
      </Button>
    </Section>
  );
}

type StoredSecretProps = {
  secret: EnvironmentSecret;
  isRemoved: boolean;
  onReplace: () => void;
  onRemove: () => void;
  onKeep: () => void;
};

function StoredSecret({ secret, isRemoved, onReplace, onRemove, onKeep }: StoredSecretProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <KeyRound aria-hidden className="size-4 shrink-0 text-faint" />
      <div className="min-w-40 flex-1">
        <p className={`break-all font-mono text-sm ${isRemoved ? "text-faint line-through" : ""}`}>{secret.name}</p>
        <p className="text-faint text-xs">
          {isRemoved ? (
            "Is removed when you save"
          ) : (
            <>
              {scopeWords[secret.scope].label}
              {secret.scope === "gateway" ? `: ${secret.header} to ${secret.hosts.join(", ")}` : ""} · set <AgeMark at={secret.updatedAt} />
            </>
          )}
        </p>
      </div>
      {isRemoved ? (
        <Button variant="ghost" size="sm" onClick={onKeep}>
          Keep
        </Button>
      ) : (
        <div className="flex gap-1">
          <Button variant="ghost" size="sm" aria-label={`Replace ${secret.name}`} onClick={onReplace}>
            Replace
          </Button>
          <Button variant="ghost" size="sm" aria-label={`Remove ${secret.name}`} onClick={onRemove}>
            Remove
          </Button>
        </div>
      )}
    </div>
  );
}
