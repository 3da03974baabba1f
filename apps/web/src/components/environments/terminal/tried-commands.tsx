"use client";

import type { TriedCommand } from "@slipway/core";
import { ListPlus } from "lucide-react";
import { useState } from "react";
import { counted } from "../../../format/figures.ts";
import { Button } from "../../ui/button.tsx";
import { inputStyle } from "../../ui/field.tsx";
import { appendCommands, offeredCommands } from "./offered-commands.ts";

type TriedCommandsProps = { commands: readonly TriedCommand[]; script: string; locked: boolean; onKeep: (script: string) => void };

/** What was run in the terminal, to be chosen, edited and put behind the setup script. */
export function TriedCommands({ commands, script, locked, onKeep }: TriedCommandsProps) {
  const [choices, setChoices] = useState<Record<string, boolean>>({});
  const [texts, setTexts] = useState<Record<string, string>>({});
  const offered = offeredCommands(commands, script);
  if (offered.length === 0) return null;
  const isChosen = ({ key, chosen }: (typeof offered)[number]) => choices[key] ?? chosen;
  const chosen = offered.filter(isChosen).map(({ key, command }) => texts[key] ?? command);
  return (
    <div className="space-y-3 border-t px-4 py-3">
      <h3 className="font-medium text-sm">What you tried</h3>
      <ul className="max-h-72 space-y-1.5 overflow-y-auto">
        {offered.map((each) => (
          <li key={each.key} className="flex items-start gap-2.5">
            <input
              type="checkbox"
              aria-label={`Keep ${each.command}`}
              className="mt-1.5 size-4 shrink-0 accent-accent"
              checked={isChosen(each)}
              onChange={(event) => setChoices({ ...choices, [each.key]: event.target.checked })}
            />
            <textarea
              aria-label={`Command ${each.command}`}
              rows={Math.min(8, (texts[each.key] ?? each.command).split("\n").length)}
              wrap="off"
              spellCheck={false}
              autoCapitalize="none"
              className={`${inputStyle} block min-w-0 flex-1 resize-none overflow-x-auto px-2 py-1 font-mono text-xs leading-5`}
              value={texts[each.key] ?? each.command}
              onChange={(event) => setTexts({ ...texts, [each.key]: event.target.value })}
            />
            <span className={`mt-1.5 w-14 shrink-0 text-right text-xs ${each.exitCode === 0 ? "text-faint" : "text-bad"}`}>
              exit {each.exitCode}
            </span>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button size="sm" disabled={locked || chosen.length === 0} onClick={() => onKeep(appendCommands(script, chosen))}>
          <ListPlus aria-hidden />
          Keep what I tried
        </Button>
        <p className="min-w-0 flex-1 text-muted text-xs max-sm:basis-full">
          {locked
            ? "The repository's own file sets the setup script: put the commands there."
            : `${counted(chosen.length, "command")} will stand at the end of the setup script, which you then save.`}
        </p>
      </div>
    </div>
  );
}
