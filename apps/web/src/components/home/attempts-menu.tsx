"use client";

import { Layers } from "lucide-react";
import { counted } from "../../format/figures.ts";
import { Button } from "../ui/button.tsx";
import { Menu, MenuItem } from "../ui/menu.tsx";

const choices = [1, 2, 3, 4, 6, 8];

/** How many attempts are made of the same task, to choose the best of. */
export function AttemptsMenu({ value, onChange }: { value: number; onChange: (attempts: number) => void }) {
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="sm" aria-label={`Attempts: ${value}`} title="Attempts of the same task">
          <Layers aria-hidden />
          {value}×
        </Button>
      }
    >
      {choices.map((count) => (
        <MenuItem
          key={count}
          label={counted(count, "attempt")}
          isChosen={count === value}
          {...(count === 1 ? {} : { detail: `${count} sandboxes, side by side` })}
          onSelect={() => onChange(count)}
        />
      ))}
    </Menu>
  );
}
