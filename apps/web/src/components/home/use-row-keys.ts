"use client";

import { useShortcuts } from "../../hooks/use-shortcuts.ts";

type RowKeys = { onArchive: (id: string) => void; onSelect: (id: string, isRange: boolean) => void; onClear: () => void };

/** j and k move through the rows, o opens, e archives, x selects; the focused row is the one that is meant. */
export function useRowKeys({ onArchive, onSelect, onClear }: RowKeys): void {
  useShortcuts({
    Escape: onClear,
    x: (event) => {
      const id = focusedRow()?.dataset.taskRow;
      if (id !== undefined) onSelect(id, event.shiftKey);
    },
    j: () => moveFocus(1),
    k: () => moveFocus(-1),
    o: () => focusedRow()?.click(),
    e: () => {
      const row = focusedRow();
      if (row === null) return;
      const id = row.dataset.taskRow ?? "";
      moveFocus(1);
      onArchive(id);
    },
  });
}

function rowsOnPage(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-task-row]")];
}

function focusedRow(): HTMLElement | null {
  return rowsOnPage().find((row) => row === document.activeElement) ?? null;
}

function moveFocus(step: number): void {
  const rows = rowsOnPage();
  const focused = focusedRow();
  const at = focused === null ? -1 : rows.indexOf(focused);
  const next = at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step));
  rows[next]?.focus();
}
