"use client";

import { Field, TextInput } from "../ui/field.tsx";
import { defaultText, LIMIT_UNITS } from "./limit-units.ts";
import { Section } from "./section.tsx";
import type { EnvironmentEditor } from "./use-environment-editor.ts";

/** What one attempt may use, in units that people think in. */
export function LimitFields({ editor, locked }: { editor: EnvironmentEditor; locked: ReadonlySet<string> }) {
  const { form, change, faults } = editor;
  return (
    <Section title="Limits" about="What one attempt may use. A task can ask for other figures." fromFile={locked.has("limits")}>
      <div className="grid grid-cols-2 gap-4 sm:grid-cols-3">
        {LIMIT_UNITS.map((unit) => (
          <Field
            key={unit.name}
            label={
              <>
                {unit.label}
                {unit.unit === "" ? null : <span className="font-normal text-faint"> in {unit.unit}</span>}
              </>
            }
            hint={unit.hint}
            error={faults.get(`limits.${unit.name}`)}
          >
            {(id, describedBy) => (
              <TextInput
                id={id}
                aria-describedby={describedBy}
                aria-invalid={faults.has(`limits.${unit.name}`)}
                inputMode="decimal"
                placeholder={defaultText(unit)}
                className="tabular-nums"
                value={form.limits[unit.name] ?? ""}
                onChange={(event) => change({ limits: { ...form.limits, [unit.name]: event.target.value } })}
              />
            )}
          </Field>
        ))}
      </div>
    </Section>
  );
}
