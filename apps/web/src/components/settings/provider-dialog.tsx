"use client";

import { CreateProviderInput, type ModelApi, type Provider, UpdateProviderInput } from "@slipway/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { z } from "zod";
import { api } from "../../client/api.ts";
import { ApiError, errorSentence } from "../../client/api-error.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field, TextInput } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { Segmented } from "../ui/segmented.tsx";

type Form = { name: string; baseUrl: string; api: ModelApi; key: string; withoutKey: boolean; model: string };

const OPENAI = { name: "OpenAI", baseUrl: "https://api.openai.com/v1" };

/** Connects a server, or changes how a stored one is reached. */
export function ProviderDialog({ provider, canSeal, onClose }: { provider: Provider | null; canSeal: boolean; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [form, setForm] = useState<Form>(() => formOf(provider));
  const change = (part: Partial<Form>) => setForm((current) => ({ ...current, ...part }));
  const saving = useMutation({
    mutationFn: () => save(provider, form),
    onSuccess: () => {
      for (const queryKey of [queryKeys.providers, queryKeys.models, queryKeys.health]) void queryClient.invalidateQueries({ queryKey });
      onClose();
    },
  });
  const fault = (path: string) =>
    saving.error instanceof ApiError ? saving.error.fields.find((field) => field.path === path)?.message : undefined;
  const isTold = saving.error instanceof ApiError && saving.error.fields.length > 0;
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={provider === null ? "Add a provider" : `Edit ${provider.name}`}
      description="A server that speaks the OpenAI API: OpenAI itself, a gateway, or one of your own."
    >
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        <TextField label="Name" value={form.name} fault={fault("name")} onChange={(name) => change({ name })} />
        <TextField
          label="Base URL"
          hint="Up to and including /v1."
          isCode
          value={form.baseUrl}
          fault={fault("baseUrl")}
          onChange={(baseUrl) => change({ baseUrl })}
        />
        <KeyField provider={provider} form={form} change={change} fault={fault("key")} canSeal={canSeal} />
        <div>
          <p className="mb-1.5 font-medium text-sm">API</p>
          <Segmented
            label="API"
            value={form.api}
            options={[
              { value: "responses", label: "Responses" },
              { value: "chat", label: "Chat Completions" },
            ]}
            onChange={(next) => change({ api: next })}
          />
          <p className="mt-1.5 text-faint text-xs">A test of the connection tells which ones the server speaks.</p>
        </div>
        {provider === null ? (
          <TextField
            label="First model"
            hint="More can be added afterwards, also from the server's own list."
            isCode
            value={form.model}
            fault={fault("models") ?? fault("models.0.name")}
            onChange={(model) => change({ model })}
          />
        ) : null}
        {saving.isError && !isTold ? <Notice tone="bad">{errorSentence(saving.error)}</Notice> : null}
        <div className="flex justify-end gap-2 pt-1">
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" disabled={saving.isPending}>
            {provider === null ? "Add provider" : "Save"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function formOf(provider: Provider | null): Form {
  const empty = { key: "", withoutKey: false, model: provider === null ? "gpt-5" : "" };
  if (provider === null) return { ...OPENAI, api: "responses", ...empty };
  return { name: provider.name, baseUrl: provider.baseUrl, api: provider.api, ...empty, withoutKey: !provider.hasKey };
}

/** What breaks a rule is told at once, without a request. A key that is left empty stays as it is stored. */
async function save(provider: Provider | null, form: Form): Promise<Provider> {
  const { name, baseUrl, api: kind } = form;
  if (provider === null && form.key === "" && !form.withoutKey) {
    const message = "Give the server's key, or say that it wants none.";
    throw new ApiError(message, 400, [{ path: "key", message }]);
  }
  const key = form.withoutKey ? { key: null } : form.key === "" ? {} : { key: form.key };
  const given = { name, baseUrl, api: kind, ...key };
  if (provider !== null) return api.updateProvider(provider.id, checked(UpdateProviderInput, given));
  const model = form.model.trim();
  return api.createProvider(checked(CreateProviderInput, { ...given, models: model === "" ? [] : [{ name: model }] }));
}

function checked<Schema extends z.ZodType>(schema: Schema, input: z.input<Schema>): z.input<Schema> {
  const { error } = schema.safeParse(input);
  if (error === undefined) return input;
  const fields = error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  throw new ApiError(fields[0]?.message ?? "Something is wrong with this.", 400, fields);
}

type TextFieldProps = {
  label: string;
  hint?: string;
  isCode?: boolean;
  value: string;
  fault: string | undefined;
  onChange: (value: string) => void;
};

function TextField({ label, hint, isCode = false, value, fault, onChange }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={fault}>
      {(id, describedBy) => (
        <TextInput
          id={id}
          aria-describedby={describedBy}
          aria-invalid={fault !== undefined}
          spellCheck={false}
          autoComplete="off"
          className={isCode ? "font-mono text-sm" : ""}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

type KeyFieldProps = {
  provider: Provider | null;
  form: Form;
  change: (part: Partial<Form>) => void;
  fault: string | undefined;
  canSeal: boolean;
};

function KeyField({ provider, form, change, fault, canSeal }: KeyFieldProps) {
  const isStored = provider?.hasKey === true;
  const isMoved = isStored && provider.baseUrl !== form.baseUrl;
  const hint = isMoved
    ? "Another address needs the key again: a stored key is only sent to the server that it was given for."
    : isStored
      ? "A key is stored. Leave this empty to keep it."
      : "Sealed at rest; it is not shown again.";
  return (
    <div className="space-y-2">
      <Field label="API key" hint={canSeal ? hint : "This server cannot seal keys: set SLIPWAY_SECRET_KEY first."} error={fault}>
        {(id, describedBy) => (
          <TextInput
            id={id}
            type="password"
            autoComplete="off"
            aria-describedby={describedBy}
            aria-invalid={fault !== undefined}
            disabled={form.withoutKey || !canSeal}
            placeholder={isStored && !isMoved ? "••••••••" : ""}
            value={form.key}
            onChange={(event) => change({ key: event.target.value })}
          />
        )}
      </Field>
      <label className="flex items-center gap-2 text-sm">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={form.withoutKey}
          onChange={(event) => change({ withoutKey: event.target.checked, key: "" })}
        />
        This server wants no key
      </label>
    </div>
  );
}
