"use client";

import { Plus, Trash2 } from "lucide-react";
import type { ClipboardEvent } from "react";
import { Button } from "../ui/button.tsx";
import { TextInput } from "../ui/field.tsx";
import type { VariableRow } from "./environment-form.ts";
import { Section } from "./section.tsx";
import type { EnvironmentEditor } from "./use-environment-editor.ts";

/** Variables that every command sees. A pasted `.env` becomes rows. */
export function VariableFields({ editor, locked }: { editor: EnvironmentEditor; locked: ReadonlySet<string> }) {
  const { form, change, faults } = editor;
  const { variables } = form;
  const set = (key: string, part: Partial<VariableRow>) =>
    change({ variables: variables.map((row) => (row.key === key ? { ...row, ...part } : row)) });
  const paste = (event: ClipboardEvent, key: string) => {
    const rows = rowsOfText(event.clipboardData.getData("text"));
    if (rows.length === 0) return;
    event.preventDefault();
    const at = variables.findIndex((row) => row.key === key);
    change({ variables: [...variables.slice(0, at), ...rows, ...variables.slice(at + 1)] });
  };
  return (
    <Section
      title="Variables"
      about="Plain text that scripts, the agent and checks see. Keep what must stay private under Secrets."
      fromFile={locked.has("variables")}
    >
      {variables.length === 0 ? null : (
        <ul className="space-y-2">
          {variables.map((row, index) => (
            <li key={row.key}>
              <div className="flex items-center gap-2">
                <TextInput
                  aria-label={`Name of variable ${index + 1}`}
                  aria-invalid={faults.has(`variables.${row.key}`)}
                  placeholder="NODE_ENV"
                  spellCheck={false}
                  autoCapitalize="none"
                  className="w-2/5 font-mono text-sm"
                  value={row.name}
                  onPaste={(event) => paste(event, row.key)}
                  onChange={(event) => set(row.key, { name: event.target.value })}
                />
                <TextInput
                  aria-label={`Value of variable ${index + 1}`}
                  placeholder="test"
                  spellCheck={false}
                  autoCapitalize="none"
                  className="min-w-0 flex-1 font-mono text-sm"
                  value={row.value}
                  onChange={(event) => set(row.key, { value: event.target.value })}
                />
                <Button
                  variant="ghost"
                  size="iconSm"
                  aria-label={`Remove variable ${index + 1}`}
                  onClick={() => change({ variables: variables.filter((each) => each.key !== row.key) })}
                >
                  <Trash2 aria-hidden />
                </Button>
              </div>
              {faults.has(`variables.${row.key}`) ? (
                <p role="alert" className="mt-1 text-bad text-xs">
                  {faults.get(`variables.${row.key}`)}
                </p>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      <Button size="sm" onClick={() => change({ variables: [...variables, { key: crypto.randomUUID(), name: "", value: "" }] })}>
        <Plus aria-hidden />
        Add a variable
      </Button>
    </Section>
  );
}

/** `NAME=value` lines, with or without `export` and quotes; none where the text is something else. */
function rowsOfText(text: string): VariableRow[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.trim().startsWith("#"));
  const rows = lines.map((line) => /^\s*(?:export\s+)?([A-Za-z_]\w*)=(.*)$/.exec(line));
  if (rows.some((row) => row === null)) return [];
  return rows.map((row) => ({ key: crypto.randomUUID(), name: row?.[1] ?? "", value: unquoted(row?.[2] ?? "") }));
}

function unquoted(value: string): string {
  return /^(["'])(.*)\1$/.exec(value.trim())?.[2] ?? value.trim();
}
