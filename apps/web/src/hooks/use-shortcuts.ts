"use client";

import { useEffect, useEffectEvent } from "react";

export type Shortcuts = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/** Single keys that act while nobody types and no dialog or menu is open. `mod+k` works everywhere. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const action = shortcuts[nameOf(event)];
    if (action === undefined || event.defaultPrevented) return;
    if (!nameOf(event).startsWith("mod+") && (isTyping(event.target) || isOverlaid())) return;
    event.preventDefault();
    action(event);
  });

  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}

function nameOf(event: KeyboardEvent): string {
  const modifier = event.metaKey || event.ctrlKey ? "mod+" : event.altKey ? "alt+" : "";
  return `${modifier}${event.key.length === 1 ? event.key.toLowerCase() : event.key}`;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

function isOverlaid(): boolean {
  return document.querySelector("[role='dialog'],[role='menu'],[role='listbox']") !== null;
}
