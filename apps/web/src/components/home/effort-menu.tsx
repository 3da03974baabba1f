"use client";

import { Gauge } from "lucide-react";
import { Button } from "../ui/button.tsx";
import { Menu, MenuItem } from "../ui/menu.tsx";
import type { Effort } from "./draft.ts";

const efforts: readonly { value: Effort | null; label: string; short: string; detail: string }[] = [
  { value: null, label: "Default effort", short: "Effort", detail: "As the model decides" },
  { value: "low", label: "Low effort", short: "Low", detail: "Quick answers, small edits" },
  { value: "medium", label: "Medium effort", short: "Medium", detail: "Most tasks" },
  { value: "high", label: "High effort", short: "High", detail: "Hard bugs; slower and dearer" },
];

/** How long the model thinks. */
export function EffortMenu({ value, onChange }: { value: Effort | null; onChange: (effort: Effort | null) => void }) {
  const chosen = efforts.find((effort) => effort.value === value);
  return (
    <Menu
      align="start"
      trigger={
        <Button variant="ghost" size="sm" aria-label={`Effort: ${value ?? "default"}`} title="Effort">
          <Gauge aria-hidden />
          {chosen?.short}
        </Button>
      }
    >
      {efforts.map(({ value: each, label, detail }) => (
        <MenuItem key={label} label={label} detail={detail} isChosen={each === value} onSelect={() => onChange(each)} />
      ))}
    </Menu>
  );
}
