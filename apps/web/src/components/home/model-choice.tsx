"use client";

import { Cpu } from "lucide-react";
import type { DefaultModel } from "../../client/api.ts";
import { ModelMark } from "../marks/model-mark.tsx";
import { Button } from "../ui/button.tsx";
import { Menu, MenuItem } from "../ui/menu.tsx";
import type { Effort } from "./draft.ts";

const efforts: readonly { value: Effort | null; label: string; detail: string }[] = [
  { value: null, label: "Default effort", detail: "As the model decides" },
  { value: "low", label: "Low effort", detail: "Quick answers, small edits" },
  { value: "medium", label: "Medium effort", detail: "Most tasks" },
  { value: "high", label: "High effort", detail: "Hard bugs; slower and dearer" },
];

type ModelChoiceProps = { model: DefaultModel; effort: Effort | null; onChange: (effort: Effort | null) => void };

/** The model that will work, and how hard it thinks; the scripted demo does not think. */
export function ModelChoice({ model, effort, onChange }: ModelChoiceProps) {
  if (model.demo) return <ModelMark model={model.default} demo className="px-1" />;
  return (
    <Menu
      align="start"
      trigger={
        <Button
          variant="ghost"
          size="sm"
          className="min-w-0 shrink"
          aria-label={`Model: ${model.default}, effort: ${effort ?? "default"}`}
          title="Model and effort"
        >
          <Cpu aria-hidden />
          <span className="min-w-0 max-w-36 truncate">{model.default}</span>
          {effort === null ? null : <span className="font-normal text-faint">{effort}</span>}
        </Button>
      }
    >
      {efforts.map(({ value, label, detail }) => (
        <MenuItem key={label} label={label} detail={detail} isChosen={value === effort} onSelect={() => onChange(value)} />
      ))}
    </Menu>
  );
}
