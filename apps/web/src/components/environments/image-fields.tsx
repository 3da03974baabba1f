"use client";

import { Field, TextInput } from "../ui/field.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { Section } from "./section.tsx";
import type { EnvironmentEditor } from "./use-environment-editor.ts";

const kinds = {
  reference: {
    label: "Image reference",
    hint: "Any Linux image with /bin/sh and git that the worker's Docker Engine holds. Empty: the image that comes with Slipway.",
    placeholder: "node:24",
    field: "image",
  },
  dockerfile: {
    label: "Path of the Dockerfile",
    hint: "In the repository, at the task's base commit. Its folder is what COPY sees. Its commands reach what the setup's network policy allows; images in FROM must be on the worker's Docker Engine.",
    placeholder: "Dockerfile",
    field: "dockerfile",
  },
} as const;

/** The image that sandboxes are made of: one that is there, or one that is built from the repository. */
export function ImageFields({ editor, locked }: { editor: EnvironmentEditor; locked: ReadonlySet<string> }) {
  const { form, change, faults } = editor;
  const { label, hint, placeholder, field } = kinds[form.imageFrom];
  const fromFile = locked.has("image") || locked.has("dockerfile");
  return (
    <Section title="Image" about="The file system that every sandbox begins with." fromFile={fromFile}>
      <Segmented
        label="Where the image comes from"
        value={form.imageFrom}
        options={[
          { value: "reference", label: "An image" },
          { value: "dockerfile", label: "The repository's Dockerfile" },
        ]}
        onChange={(imageFrom) =>
          fromFile || change({ imageFrom, ...(imageFrom === "dockerfile" && form.dockerfile === "" && { dockerfile: "Dockerfile" }) })
        }
      />
      <Field key={field} label={label} hint={hint} error={faults.get(field)}>
        {(id, describedBy) => (
          <TextInput
            id={id}
            aria-describedby={describedBy}
            aria-invalid={faults.has(field)}
            placeholder={placeholder}
            autoCapitalize="none"
            spellCheck={false}
            className="font-mono text-sm"
            value={form[field]}
            onChange={(event) => change({ [field]: event.target.value })}
          />
        )}
      </Field>
    </Section>
  );
}
