"use client";

import type { Repository } from "@slipway/core";
import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { api } from "../../client/api.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { CodeBox } from "../ui/code-box.tsx";
import { Field, TextInput } from "../ui/field.tsx";
import { FileMark, Section } from "./section.tsx";
import type { EnvironmentEditor } from "./use-environment-editor.ts";

type PartProps = { editor: EnvironmentEditor; locked: ReadonlySet<string> };

/** What the environment is called and where its tasks begin. */
export function GeneralFields({ editor, repository }: { editor: EnvironmentEditor; repository: Repository }) {
  const { form, change, faults } = editor;
  const branchList = useId();
  const branches = useQuery({
    queryKey: queryKeys.branches(repository.id),
    queryFn: () => api.listBranches(repository.id),
    staleTime: 60_000,
  });
  return (
    <Section title="General" about="How it is found when a task is written.">
      <Field label="Name" error={faults.get("name")}>
        {(id, describedBy) => (
          <TextInput
            id={id}
            aria-describedby={describedBy}
            aria-invalid={faults.has("name")}
            value={form.name}
            maxLength={100}
            onChange={(event) => change({ name: event.target.value })}
          />
        )}
      </Field>
      <Field
        label="Default branch"
        hint={`Tasks of this environment begin here unless they name another. Empty: ${repository.defaultBranch}.`}
        error={faults.get("branch")}
      >
        {(id, describedBy) => (
          <>
            <TextInput
              id={id}
              aria-describedby={describedBy}
              aria-invalid={faults.has("branch")}
              list={branchList}
              placeholder={repository.defaultBranch}
              autoCapitalize="none"
              spellCheck={false}
              value={form.branch}
              onChange={(event) => change({ branch: event.target.value })}
            />
            <datalist id={branchList}>
              {branches.data?.map((branch) => (
                <option key={branch.name} value={branch.name} />
              ))}
            </datalist>
          </>
        )}
      </Field>
    </Section>
  );
}

const scripts = [
  {
    field: "setupScript",
    label: "Setup script",
    hint: "Runs once as root in the repository; the result is kept as a snapshot and shared by tasks.",
    placeholder: "npm ci",
  },
  {
    field: "maintenanceScript",
    label: "Maintenance script",
    hint: "Runs before each task, on the snapshot, to bring packages up to the task's commit.",
    placeholder: "npm ci --prefer-offline",
  },
] as const;

/** The two scripts, in editors that grow. */
export function ScriptFields({ editor, locked }: PartProps) {
  const { form, change, faults } = editor;
  const both = locked.has("setupScript") && locked.has("maintenanceScript");
  return (
    <Section title="Scripts" about="Install here what tasks need. The agent's commands usually have no network." fromFile={both}>
      {scripts.map(({ field, label, hint, placeholder }) => (
        <Field
          key={field}
          label={
            <>
              {label} {locked.has(field) && !both ? <FileMark /> : null}
            </>
          }
          hint={hint}
          error={faults.get(field)}
        >
          {(id, describedBy) => (
            <CodeBox
              id={id}
              aria-describedby={describedBy}
              disabled={locked.has(field)}
              placeholder={placeholder}
              rows={field === "setupScript" ? 5 : 2}
              value={form[field]}
              onChange={(value) => change({ [field]: value })}
            />
          )}
        </Field>
      ))}
    </Section>
  );
}
