"use client";

import type { SecretScope } from "@slipway/core";
import { Button } from "../ui/button.tsx";
import { Field, TextInput } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { Segmented } from "../ui/segmented.tsx";
import type { Faults } from "./environment-faults.ts";
import type { EnvironmentForm } from "./environment-form.ts";
import { GatewayFields } from "./gateway-fields.tsx";
import type { SecretDraft } from "./secret-drafts.ts";

export const scopeWords: Record<SecretScope, { label: string; words: string }> = {
  setup: { label: "Setup only", words: "A variable for the setup script. It is gone before the agent starts, and is not in the snapshot." },
  agent: { label: "Agent too", words: "A variable for the setup script and for every command of the agent." },
  gateway: {
    label: "Injected by the gateway",
    words:
      "No process in the sandbox ever sees it: the gateway adds it as a header to HTTPS requests for the hosts you name. The variable of this name holds a placeholder, so that tools which want one set send their request.",
  },
};

const scopes: readonly SecretScope[] = ["setup", "agent", "gateway"];

type SecretEditorProps = {
  draft: SecretDraft;
  isStored: boolean;
  faults: Faults;
  network: EnvironmentForm["network"];
  onChange: (draft: SecretDraft) => void;
  onCancel: () => void;
};

/** A new secret, or a stored one's replacement: its value is typed anew, whatever else changes. */
export function SecretEditor({ draft, isStored, faults, network, onChange, onCancel }: SecretEditorProps) {
  const fault = (part?: string) =>
    faults.get(["secrets", draft.name.trim(), part].filter((each) => each !== undefined && each !== "").join("."));
  const set = (part: Partial<SecretDraft>) => onChange({ ...draft, ...part });
  return (
    <div className="space-y-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Name" error={isStored ? undefined : fault()}>
          {(id, describedBy) => (
            <TextInput
              id={id}
              aria-describedby={describedBy}
              disabled={isStored}
              placeholder="NPM_TOKEN"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              className="font-mono text-sm"
              value={draft.name}
              onChange={(event) => set({ name: event.target.value })}
            />
          )}
        </Field>
        <Field label={isStored ? "New value" : "Value"} error={fault("value") ?? (isStored ? fault() : undefined)}>
          {(id, describedBy) => (
            <TextInput
              id={id}
              aria-describedby={describedBy}
              type="password"
              autoComplete="new-password"
              value={draft.value}
              placeholder={draft.scope === "gateway" ? "Bearer …" : ""}
              onChange={(event) => set({ value: event.target.value })}
            />
          )}
        </Field>
      </div>
      <div>
        <p className="mb-1.5 font-medium text-sm">Who sees it</p>
        <Segmented
          label="Who sees it"
          value={draft.scope}
          options={scopes.map((scope) => ({ value: scope, label: scope === "gateway" ? "Gateway" : scopeWords[scope].label }))}
          onChange={(scope) => set({ scope })}
        />
        <p className="mt-1.5 text-muted text-xs">{scopeWords[draft.scope].words}</p>
      </div>
      {draft.scope === "agent" ? (
        <Notice tone="warn">
          Every command can read this value, also one that the agent was tricked into. Use a token with few rights.
        </Notice>
      ) : null}
      {draft.scope === "gateway" ? <GatewayFields draft={draft} network={network} fault={fault} onChange={set} /> : null}
      <div className="flex justify-end">
        <Button variant="ghost" size="sm" onClick={onCancel}>
          {isStored ? "Keep the old value" : "Remove"}
        </Button>
      </div>
    </div>
  );
}
