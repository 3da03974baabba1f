"use client";

import type { Environment, EnvironmentFile } from "@slipway/core";
import { environmentText, type FileFault, parseEnvironmentFile } from "@slipway/environment";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../client/api.ts";
import { ApiError } from "../../client/api-error.ts";
import { type Faults, faultsOfForm, faultsOfProblem, noFaults } from "./environment-faults.ts";
import { type EnvironmentForm, fileOf, formOf } from "./environment-form.ts";
import { noSecretChanges, type SecretChanges, secretsInput } from "./secret-drafts.ts";

type EditorOptions = {
  repositoryId: string;
  /** Null for one that is not stored yet. */
  environment: Environment | null;
  initial: EnvironmentForm;
  /** Fields that the repository's file sets; they are not sent. */
  locked: ReadonlySet<string>;
  onSaved: (environment: Environment) => void;
};

/** The state of an environment's page: the form or its text, what was changed, what is wrong, and how it is saved. */
export function useEnvironmentEditor({ repositoryId, environment, initial, locked, onSaved }: EditorOptions) {
  const [saved, setSaved] = useState(initial);
  const [form, setForm] = useState(initial);
  const [secrets, setSecrets] = useState<SecretChanges>(noSecretChanges);
  const [text, setText] = useState<string | null>(null);
  const [found, setFound] = useState<Faults>(noFaults);
  const parsed = text === null ? null : parseEnvironmentFile(text);
  const edited = parsed?.kind === "file" ? withFile(form, parsed.file) : form;

  const saving = useMutation({
    mutationFn: () => {
      const body = { name: edited.name.trim(), branch: edited.branch.trim() || null, ...unlocked(fileOf(edited), locked) };
      const changed = secretsInput(secrets);
      const withSecrets = changed === undefined ? body : { ...body, secrets: changed };
      if (environment !== null) return api.updateEnvironment(environment.id, withSecrets);
      return api.createEnvironment({ repositoryId, ...body, secrets: withoutRemoved(changed) });
    },
    onSuccess: (stored) => {
      const next = formOf(stored);
      setSaved(next);
      setForm(next);
      setSecrets(noSecretChanges);
      if (text !== null) setText(environmentText(fileOf(next)));
      onSaved(stored);
    },
    onError: (error) => setFound(error instanceof ApiError ? faultsOfProblem(edited, error.fields) : noFaults),
  });
  const save = () => {
    const faults = faultsOfForm(edited);
    setFound(faults);
    if (faults.size === 0 && parsed?.kind !== "faults") saving.mutate();
  };
  const touch = () => {
    if (saving.isError) saving.reset();
    if (found.size > 0) setFound(noFaults);
  };
  const change = (part: Partial<EnvironmentForm>) => {
    touch();
    setForm((current) => ({ ...current, ...part }));
  };

  return {
    form: edited,
    change,
    secrets,
    changeSecrets: (next: SecretChanges) => {
      touch();
      setSecrets(next);
    },
    text,
    changeText: (next: string) => {
      touch();
      setText(next);
    },
    textFaults: parsed?.kind === "faults" ? parsed.faults : noTextFaults,
    showText: (shown: boolean) => {
      setText(shown ? environmentText(fileOf(edited)) : null);
      setForm(edited);
    },
    faults: found,
    isDirty: environment === null || secretsInput(secrets) !== undefined || !isSame(edited, saved) || parsed?.kind === "faults",
    isSaving: saving.isPending,
    error: saving.error,
    save,
    discard: () => {
      touch();
      setForm(saved);
      setSecrets(noSecretChanges);
      if (text !== null) setText(environmentText(fileOf(saved)));
    },
  };
}

export type EnvironmentEditor = ReturnType<typeof useEnvironmentEditor>;

const noTextFaults: readonly FileFault[] = [];

/** The text says everything but the name and the branch: what it leaves out is at its default. */
function withFile(form: EnvironmentForm, file: EnvironmentFile): EnvironmentForm {
  return formOf({ ...file, name: form.name, branch: form.branch });
}

function isSame(one: EnvironmentForm, other: EnvironmentForm): boolean {
  const sent = (form: EnvironmentForm) => JSON.stringify([form.name, form.branch, fileOf(form)]);
  return sent(one) === sent(other);
}

function unlocked(file: Required<EnvironmentFile>, locked: ReadonlySet<string>): EnvironmentFile {
  return Object.fromEntries(Object.entries(file).filter(([field]) => !locked.has(field)));
}

function withoutRemoved(secrets: ReturnType<typeof secretsInput>) {
  return Object.fromEntries(Object.entries(secrets ?? {}).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}
