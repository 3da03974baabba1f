"use client";

import type { Environment } from "@slipway/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "../../client/api.ts";
import { ApiError, errorSentence } from "../../client/api-error.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field, TextArea, TextInput } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { type EnvironmentForm, formOf, inputOf } from "./environment-form.ts";

type EnvironmentDialogProps = { repositoryId: string; edited: Environment | "new" | null; onClose: () => void };

/** Makes or changes an environment: its image, its checks and its variables. */
export function EnvironmentDialog({ repositoryId, edited, onClose }: EnvironmentDialogProps) {
  return (
    <Dialog
      open={edited !== null}
      onOpenChange={(open) => !open && onClose()}
      title={edited === "new" ? "New environment" : "Environment"}
      description="How the sandboxes of this repository are made, and what proves a change."
    >
      {edited === null ? null : (
        <EnvironmentFields repositoryId={repositoryId} environment={edited === "new" ? null : edited} onClose={onClose} />
      )}
    </Dialog>
  );
}

type EnvironmentFieldsProps = { repositoryId: string; environment: Environment | null; onClose: () => void };

function EnvironmentFields({ repositoryId, environment, onClose }: EnvironmentFieldsProps) {
  const queryClient = useQueryClient();
  const [form, setForm] = useState(() => formOf(environment));
  const done = (words: string) => {
    void queryClient.invalidateQueries({ queryKey: queryKeys.environments(repositoryId) });
    toast.success(words);
    onClose();
  };
  const saving = useMutation({
    mutationFn: () =>
      environment === null
        ? api.createEnvironment({ repositoryId, ...inputOf(form) })
        : api.updateEnvironment(environment.id, inputOf(form)),
    onSuccess: () => done("Environment saved"),
  });
  const removing = useMutation({
    mutationFn: () => (environment === null ? Promise.resolve("") : api.deleteEnvironment(environment.id)),
    onSuccess: () => done("Environment removed"),
  });
  const error = saving.error ?? removing.error;
  const change = (part: Partial<EnvironmentForm>) => setForm({ ...form, ...part });
  const faultOf = (name: string) =>
    error instanceof ApiError ? error.fields.find((field) => field.path.startsWith(name))?.message : undefined;

  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <Field label="Name" error={faultOf("name")}>
        {(id, describedBy) => (
          <TextInput
            id={id}
            aria-describedby={describedBy}
            required
            value={form.name}
            onChange={(event) => change({ name: event.target.value })}
          />
        )}
      </Field>
      <Field label="Image" hint="Any Linux image with a shell and git. Empty: the bundled one." error={faultOf("image")}>
        {(id, describedBy) => (
          <TextInput
            id={id}
            aria-describedby={describedBy}
            placeholder="node:24"
            autoCapitalize="none"
            spellCheck={false}
            value={form.image}
            onChange={(event) => change({ image: event.target.value })}
          />
        )}
      </Field>
      <CheckFields form={form} onChange={change} fault={faultOf("checks")} />
      <Field label="Variables" hint="One NAME=value a line. They are visible to the agent: no secrets." error={faultOf("variables")}>
        {(id, describedBy) => (
          <TextArea
            id={id}
            aria-describedby={describedBy}
            rows={3}
            placeholder={"NODE_ENV=test"}
            spellCheck={false}
            value={form.variables}
            onChange={(event) => change({ variables: event.target.value })}
          />
        )}
      </Field>
      {error === null ? null : <Notice tone="bad">{errorSentence(error)}</Notice>}
      <div className="flex items-center gap-2">
        {environment === null ? null : (
          <Button variant="danger" className="mr-auto" disabled={removing.isPending} onClick={() => removing.mutate()}>
            Remove
          </Button>
        )}
        <Button variant="ghost" className="ml-auto" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" variant="primary" disabled={saving.isPending || form.name.trim() === ""}>
          Save
        </Button>
      </div>
    </form>
  );
}

type CheckFieldsProps = { form: EnvironmentForm; onChange: (part: Partial<EnvironmentForm>) => void; fault: string | undefined };

function CheckFields({ form, onChange, fault }: CheckFieldsProps) {
  const set = (key: string, part: Partial<EnvironmentForm["checks"][number]>) =>
    onChange({ checks: form.checks.map((check) => (check.key === key ? { ...check, ...part } : check)) });
  return (
    <fieldset className="space-y-2">
      <legend className="mb-1.5 font-medium text-sm">Checks</legend>
      <p className="text-faint text-xs">Commands that Slipway runs itself, at base and at head, after the agent has finished.</p>
      {form.checks.map((check, index) => (
        <div key={check.key} className="flex items-center gap-2">
          <TextInput
            aria-label={`Name of check ${index + 1}`}
            placeholder="test"
            className="w-28 shrink-0"
            value={check.name}
            onChange={(event) => set(check.key, { name: event.target.value })}
          />
          <TextInput
            aria-label={`Command of check ${index + 1}`}
            placeholder="npm test"
            className="min-w-0 flex-1 font-mono text-sm"
            spellCheck={false}
            value={check.command}
            onChange={(event) => set(check.key, { command: event.target.value })}
          />
          <Button
            variant="ghost"
            size="iconSm"
            aria-label={`Remove check ${index + 1}`}
            onClick={() => onChange({ checks: form.checks.filter((each) => each.key !== check.key) })}
          >
            <Trash2 aria-hidden />
          </Button>
        </div>
      ))}
      {fault === undefined ? null : <p className="text-bad text-xs">{fault}</p>}
      <Button
        variant="ghost"
        size="sm"
        onClick={() => onChange({ checks: [...form.checks, { key: crypto.randomUUID(), name: "", command: "", timeoutSeconds: 900 }] })}
      >
        <Plus aria-hidden />
        Add a check
      </Button>
    </fieldset>
  );
}
