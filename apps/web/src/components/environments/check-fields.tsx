"use client";

import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { Button } from "../ui/button.tsx";
import { TextInput } from "../ui/field.tsx";
import type { CheckRow } from "./environment-form.ts";
import { Section } from "./section.tsx";
import type { EnvironmentEditor } from "./use-environment-editor.ts";

/** The commands that the platform runs itself, in their order. */
export function CheckFields({ editor, locked }: { editor: EnvironmentEditor; locked: ReadonlySet<string> }) {
  const { form, change } = editor;
  const { checks } = form;
  const move = (index: number, by: -1 | 1) => {
    const next = [...checks];
    const [row] = next.splice(index, 1);
    if (row !== undefined) next.splice(index + by, 0, row);
    change({ checks: next });
  };
  const set = (key: string, part: Partial<CheckRow>) =>
    change({ checks: checks.map((row) => (row.key === key ? { ...row, ...part } : row)) });
  return (
    <Section
      title="Checks"
      about="Slipway runs these itself, at the base commit and on the agent's change, with the agent's network. They prove a change."
      fromFile={locked.has("checks")}
    >
      {checks.length === 0 ? (
        <p className="rounded-lg border border-dashed px-3 py-3 text-muted text-sm">No check yet: nothing would prove a change.</p>
      ) : null}
      <ol className="space-y-3">
        {checks.map((row, index) => (
          <li key={row.key} className="rounded-lg border bg-surface p-3">
            <CheckInputs row={row} number={index + 1} editor={editor} onChange={(part) => set(row.key, part)} />
            <div className="mt-2 flex items-center gap-1 text-faint text-xs">
              <span className="mr-auto">{index === 0 ? "Runs first" : `Runs after ${checks[index - 1]?.name || "the one above"}`}</span>
              <Button
                variant="ghost"
                size="iconSm"
                aria-label={`Move check ${index + 1} up`}
                disabled={index === 0}
                onClick={() => move(index, -1)}
              >
                <ArrowUp aria-hidden />
              </Button>
              <Button
                variant="ghost"
                size="iconSm"
                aria-label={`Move check ${index + 1} down`}
                disabled={index === checks.length - 1}
                onClick={() => move(index, 1)}
              >
                <ArrowDown aria-hidden />
              </Button>
              <Button
                variant="ghost"
                size="iconSm"
                aria-label={`Remove check ${index + 1}`}
                onClick={() => change({ checks: checks.filter((each) => each.key !== row.key) })}
              >
                <Trash2 aria-hidden />
              </Button>
            </div>
          </li>
        ))}
      </ol>
      <Button
        size="sm"
        onClick={() => change({ checks: [...checks, { key: crypto.randomUUID(), name: "", command: "", minutes: "15", report: "" }] })}
      >
        <Plus aria-hidden />
        Add a check
      </Button>
    </Section>
  );
}

type CheckInputsProps = { row: CheckRow; number: number; editor: EnvironmentEditor; onChange: (part: Partial<CheckRow>) => void };

function CheckInputs({ row, number, editor, onChange }: CheckInputsProps) {
  const fault = (field: "name" | "command" | "minutes" | "report") => editor.faults.get(`checks.${row.key}.${field}`);
  const told = (["name", "command", "minutes", "report"] as const).map(fault).filter((message) => message !== undefined);
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <TextInput
          aria-label={`Name of check ${number}`}
          aria-invalid={fault("name") !== undefined}
          placeholder="test"
          className="w-32 grow sm:grow-0"
          value={row.name}
          onChange={(event) => onChange({ name: event.target.value })}
        />
        <TextInput
          aria-label={`Command of check ${number}`}
          aria-invalid={fault("command") !== undefined}
          placeholder="npm test"
          spellCheck={false}
          autoCapitalize="none"
          className="min-w-0 flex-1 basis-52 font-mono text-sm"
          value={row.command}
          onChange={(event) => onChange({ command: event.target.value })}
        />
        <div className="flex items-center gap-1.5 text-faint text-xs">
          <TextInput
            aria-label={`Minutes that check ${number} may take`}
            aria-invalid={fault("minutes") !== undefined}
            inputMode="decimal"
            placeholder="15"
            className="w-16 text-right tabular-nums"
            value={row.minutes}
            onChange={(event) => onChange({ minutes: event.target.value })}
          />
          minutes
        </div>
        <TextInput
          aria-label={`Report of check ${number}`}
          aria-invalid={fault("report") !== undefined}
          placeholder="Report of single tests, if it writes one: reports/*.xml"
          spellCheck={false}
          autoCapitalize="none"
          className="min-w-0 basis-full font-mono text-sm"
          value={row.report}
          onChange={(event) => onChange({ report: event.target.value })}
        />
      </div>
      {told.map((message) => (
        <p key={message} role="alert" className="mt-1.5 text-bad text-xs">
          {message}
        </p>
      ))}
    </>
  );
}
